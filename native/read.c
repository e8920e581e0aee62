/* From a turn's characters to its words. */
#include "ear.h"
#include "fold.h"

#include <stdlib.h>

#define MOST_WORDS 20000      /* kept between turns; then it starts afresh */
#define MOST_TEXT (1u << 22)  /* letters of them */

void ear_tidy(Ear *ear)
{
    if (ear->words.names.count > MOST_WORDS || ear->words.text.count > MOST_TEXT) {
        names_free(&ear->words);
        memset(&ear->words, 0, sizeof ear->words);
        ear->infos.count = 0;
        weights_forget(&ear->weights);
    }
}

static int32_t known_to(const Matcher *matcher, const char *text, size_t length)
{
    int32_t number = name_find(&matcher->words, text, length);
    return number == NOWHERE ? (int32_t)matcher->words.names.count : number;
}

/* Give a word its number and what is known of it; 0 stands for all words nobody asks about. */
static int32_t meet(Ear *ear, const char *text, size_t length)
{
    int32_t flagged = name_find(&ear->flagged, text, length);
    Word word = {0};
    word.flags = flagged == NOWHERE ? 0 : (uint32_t)ear->flags.at[flagged];
    word.main = known_to(ear->main, text, length);
    word.pseudo = known_to(ear->pseudo, text, length);
    word.row = NOWHERE;
    int unknown = flagged == NOWHERE && word.main == (int32_t)ear->main->words.names.count &&
                  word.pseudo == (int32_t)ear->pseudo->words.names.count;
    if (unknown && !ear->weighs && length)
        return 0;
    if (word.flags & ENDS)
        word.main = word.pseudo = END_OF_SENTENCE;
    if (!ROOM(ear->infos, 1))
        return NOWHERE;
    int32_t number = name_add(&ear->words, text, length);
    if (number != NOWHERE)
        ear->infos.at[ear->infos.count++] = word;
    return number;
}

static int add_word(Ear *ear, Turn *turn, const char *text, size_t length, int32_t start,
                    int32_t end)
{
    int32_t word = name_find(&ear->words, text, length);
    if (word == NOWHERE) {
        word = meet(ear, text, length);
        if (word == NOWHERE)
            return 0;
    }
    uint32_t flags = ear->infos.at[word].flags;
    if (flags & FILLER)
        return 1;
    if (length == 1 && start > 0 && !(flags & ENDS) &&
        fold_known(turn->text.at[start - 1])->dropped)
        start--;
    Token token = {word, flags, start, end};
    turn->flags |= flags;
    return PUSH(turn->tokens, token);
}

static int end_word(Ear *ear, Turn *turn, int32_t start, int32_t end)
{
    size_t length = turn->letters.count;
    turn->letters.count = 0;
    return length == 0 || add_word(ear, turn, turn->letters.at, length, start, end);
}

static void notice(Turn *turn, uint32_t sign)
{
    if (sign == '!')
        turn->exclaims = 1;
    else if (sign == '"' || sign == 0xAB || sign == 0x2018 || sign == 0x201C || sign == 0x201E)
        turn->marks = 1;
}

static void forget(Turn *turn)
{
    turn->letters.count = turn->tokens.count = turn->hits.count = 0;
    turn->flags = 0;
    turn->marks = turn->exclaims = 0;
    turn->sentences_known = turn->negations_known = turn->reports_known = 0;
}

int ear_read(Ear *ear, Turn *turn)
{
    size_t count = turn->text.count;
    int32_t start = 0, end = 0;
    forget(turn);
    if (ear->words.names.count == 0 && meet(ear, "", 0) == NOWHERE)
        return 0;
    for (size_t at = 0; at < count; at++) {
        const uint32_t *text = turn->text.at + at;
        if (*text == '.' && at + 2 < count && text[1] == '.' && text[2] == '.') {
            at += 2; /* a pause, not an end */
            if (!end_word(ear, turn, start, end))
                return 0;
            continue;
        }
        const Fold *fold = fold_known(*text);
        notice(turn, *text);
        if (fold->count == 0)
            continue;
        char first = fold->text[0];
        if (first == ' ' || first == '.' || first == '?') {
            if (!end_word(ear, turn, start, end))
                return 0;
            if (first != ' ' &&
                !add_word(ear, turn, &first, 1, (int32_t)at, (int32_t)at + 1))
                return 0;
            continue;
        }
        if (turn->letters.count == 0)
            start = (int32_t)at;
        end = (int32_t)at + 1;
        if (!ROOM(turn->letters, MOST_LETTERS))
            return 0;
        memcpy(turn->letters.at + turn->letters.count, fold->text, fold->count);
        turn->letters.count += fold->count;
    }
    return end_word(ear, turn, start, end);
}
