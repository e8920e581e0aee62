/* What is added up for a turn: the same as `gehoor.hearing.features` and `classifier.weigh`.
 *
 * Sums are of single floats and in the same order as there, so that both cores give the same
 * numbers to the bit; they must not be fused (-ffp-contract=off).
 */
#include "ear.h"

#include <stdlib.h>

#define LONGEST 6     /* class of length */
#define OPENING_TURNS 2
#define FROM 3        /* letters of a piece of a word, at least */
#define TO 4          /* and at most */

static int named(Work *work, const char *kind, const char *text, size_t length)
{
    size_t before = strlen(kind);
    work->name.count = 0;
    if (!ROOM(work->name, before + length + 1))
        return 0;
    memcpy(work->name.at, kind, before);
    memcpy(work->name.at + before, text, length);
    work->name.count = before + length;
    return 1;
}

#define NO_MEMORY (-2)

int32_t feature_row(Ear *ear, Work *work, const char *kind, const char *text, size_t length)
{
    if (!named(work, kind, text, length))
        return NO_MEMORY;
    return name_find(&ear->weights.features, work->name.at, work->name.count);
}

static int rows_of_owners(Ear *ear, Work *work)
{
    Weights *weights = &ear->weights;
    for (Py_ssize_t k = 0; k < PyList_Size(ear->owner_names); k++) {
        Py_ssize_t length;
        const char *name = PyUnicode_AsUTF8AndSize(PyList_GetItem(ear->owner_names, k), &length);
        if (name == NULL)
            return 0;
        int32_t phrase = feature_row(ear, work, "phrase:", name, (size_t)length);
        int32_t cue = feature_row(ear, work, "cue:", name, (size_t)length);
        if (phrase == NO_MEMORY || cue == NO_MEMORY || !PUSH(weights->phrase_row, phrase) ||
            !PUSH(weights->cue_row, cue))
            return 0;
    }
    return 1;
}

int weights_ready(Ear *ear)
{
    Weights *weights = &ear->weights;
    const struct { const char *name; int32_t *row; } circumstances[] = {
        {"asks", &weights->asks},         {"ends asking", &weights->ends_asking},
        {"exclaims", &weights->exclaims}, {"nothing before", &weights->nothing_before},
        {"goes on", &weights->goes_on},   {"opening", &weights->opening},
    };
    for (size_t k = 0; k < sizeof circumstances / sizeof *circumstances; k++)
        *circumstances[k].row = name_find(&weights->features, circumstances[k].name,
                                          strlen(circumstances[k].name));
    for (int length = 0; length <= LONGEST; length++) {
        char digit = (char)('0' + length);
        weights->length_row[length] = feature_row(ear, ear->work, "length:", &digit, 1);
        if (weights->length_row[length] == NO_MEMORY)
            return 0;
    }
    return rows_of_owners(ear, ear->work);
}

void weights_free(Weights *weights)
{
    names_free(&weights->features);
    Py_XDECREF(weights->table_bytes);
    FREE(weights->steps);
    FREE(weights->bias);
    FREE(weights->cut);
    FREE(weights->owners);
    FREE(weights->column);
    FREE(weights->phrase_row);
    FREE(weights->cue_row);
    FREE(weights->sums);
}

void weights_forget(Weights *weights)
{
    weights->sums.count = 0;
}

float weight_at(const Weights *weights, int32_t row, size_t act)
{
    return (float)weights->table[(size_t)row * weights->acts + act] * weights->steps.at[act];
}

static void add_row(const Weights *weights, float *sum, int32_t row)
{
    const int8_t *table = weights->table + (size_t)row * weights->acts;
    const float *steps = weights->steps.at;
    for (size_t act = 0; act < weights->acts; act++)
        sum[act] += (float)table[act] * steps[act];
}

static int add_named(Ear *ear, float *sum, const char *name, size_t length)
{
    int32_t row = name_find(&ear->weights.features, name, length);
    if (row != NOWHERE)
        add_row(&ear->weights, sum, row);
    return 1;
}

/* Sum up the weights of a word and of its pieces, once for each word. */
static int sum_up(Ear *ear, Work *work, int32_t number)
{
    Weights *weights = &ear->weights;
    size_t length, acts = weights->acts;
    const char *text = name_text(&ear->words, number, &length);
    if (!ROOM(weights->sums, acts) || !named(work, "c:<", text, length) || !ROOM(work->name, 1))
        return 0;
    float *sum = weights->sums.at + weights->sums.count;
    memset(sum, 0, acts * sizeof *sum);
    work->name.at[work->name.count] = '>';
    char *marked = work->name.at + 2, held[2];
    memcpy(work->name.at + 1, "w:", 2); /* over «:<», for a moment */
    add_named(ear, sum, work->name.at + 1, length + 2);
    memcpy(work->name.at, "c:<", 3);
    for (size_t piece = FROM; piece <= TO; piece++) {
        for (size_t k = 0; k + piece <= length + 2; k++) {
            char *start = marked + k - 2; /* «c:» goes over the two letters before the piece */
            memcpy(held, start, 2);
            memcpy(start, "c:", 2);
            add_named(ear, sum, start, piece + 2);
            memcpy(start, held, 2);
        }
    }
    ear->infos.at[number].row = (int32_t)(weights->sums.count / acts);
    weights->sums.count += acts;
    return 1;
}

static int add_words(Ear *ear, Work *work)
{
    const Weights *weights = &ear->weights;
    for (size_t at = 0; at < work->turn.tokens.count; at++) {
        int32_t number = work->turn.tokens.at[at].word;
        Word *word = &ear->infos.at[number];
        if (word->said == ear->turns)
            continue;
        word->said = ear->turns;
        if (word->row == NOWHERE && !sum_up(ear, work, number))
            return 0;
        const float *sum = weights->sums.at + (size_t)word->row * weights->acts;
        for (size_t act = 0; act < weights->acts; act++)
            work->scores.at[act] += sum[act];
        Term term = {OF_WORD, number, NOWHERE};
        if (!PUSH(work->terms, term))
            return 0;
    }
    return 1;
}

static int add_term(Ear *ear, Work *work, int32_t row, int32_t overrules)
{
    if (row == NOWHERE)
        return 1;
    Term term = {OF_ROW, row, overrules};
    add_row(&ear->weights, work->scores.at, row);
    return PUSH(work->terms, term);
}

static int add_pairs(Ear *ear, Work *work)
{
    const Turn *turn = &work->turn;
    work->pair_rows.count = 0;
    if (!ROOM(work->pair_rows, turn->tokens.count + 1))
        return 0;
    for (size_t at = 0; at + 1 < turn->tokens.count; at++) {
        size_t first, second;
        const char *text = name_text(&ear->words, turn->tokens.at[at].word, &first);
        if (!named(work, "b:", text, first) || !PUSH(work->name, ' '))
            return 0;
        text = name_text(&ear->words, turn->tokens.at[at + 1].word, &second);
        if (!ROOM(work->name, second))
            return 0;
        memcpy(work->name.at + work->name.count, text, second);
        int32_t row =
            name_find(&ear->weights.features, work->name.at, work->name.count + second);
        work->pair_rows.at[work->pair_rows.count++] = row;
        if (row == NOWHERE || ear->row_said.at[row] == ear->turns)
            continue;
        ear->row_said.at[row] = ear->turns;
        if (!add_term(ear, work, row, NOWHERE))
            return 0;
    }
    return 1;
}

/* A circumstance that is called like a word weighs instead of that word in the reasons. */
static int add_like_word(Ear *ear, Work *work, int32_t row, const char *name)
{
    int32_t word = name_find(&ear->words, name, strlen(name));
    int said = word != NOWHERE && ear->infos.at[word].said == ear->turns;
    return add_term(ear, work, row, said ? word : NOWHERE);
}

static int add_names(Ear *ear, Work *work, const HeardList *heard, const Numbers *rows)
{
    for (size_t k = 0; k < heard->count; k++) {
        int32_t row = rows->at[heard->at[k].owner];
        if (row == NOWHERE || ear->row_said.at[row] == ear->turns)
            continue;
        ear->row_said.at[row] = ear->turns;
        if (!add_term(ear, work, row, NOWHERE))
            return 0;
    }
    return 1;
}

static int add_before(Ear *ear, Work *work)
{
    const Weights *weights = &ear->weights;
    if (work->before.turns == 0)
        return add_term(ear, work, weights->nothing_before, NOWHERE);
    for (size_t k = 0; k < work->before.rows.count; k++) {
        int32_t row = work->before.rows.at[k];
        if (row == NOWHERE || ear->row_said.at[row] == ear->turns)
            continue;
        ear->row_said.at[row] = ear->turns;
        if (!add_term(ear, work, row, NOWHERE))
            return 0;
    }
    if (work->before.goes_on && !add_term(ear, work, weights->goes_on, NOWHERE))
        return 0;
    return work->before.turns >= OPENING_TURNS ||
           add_like_word(ear, work, weights->opening, "opening");
}

static int add_context(Ear *ear, Work *work)
{
    const Weights *weights = &ear->weights;
    const Turn *turn = &work->turn;
    int length = 0;
    for (size_t count = turn->tokens.count; count && length < LONGEST; count >>= 1)
        length++;
    if (!add_names(ear, work, &work->acts, &weights->phrase_row) ||
        !add_names(ear, work, &work->cues, &weights->cue_row) ||
        !add_term(ear, work, weights->length_row[length], NOWHERE))
        return 0;
    if (turn->flags & ASK) {
        if (!add_like_word(ear, work, weights->asks, "asks"))
            return 0;
        if (turn->tokens.at[turn->tokens.count - 1].flags & ASK &&
            !add_term(ear, work, weights->ends_asking, NOWHERE))
            return 0;
    }
    if (turn->exclaims && !add_like_word(ear, work, weights->exclaims, "exclaims"))
        return 0;
    return add_before(ear, work);
}

int ear_add_up(Ear *ear, Work *work)
{
    work->scores.count = work->terms.count = 0;
    ear->turns++;
    if (!ROOM(work->scores, ear->weights.acts + 1))
        return 0;
    memset(work->scores.at, 0, ear->weights.acts * sizeof *work->scores.at);
    if (!add_words(ear, work) || !add_pairs(ear, work) || !add_context(ear, work))
        return 0;
    for (size_t act = 0; act < ear->weights.acts; act++)
        work->scores.at[act] += ear->weights.bias.at[act];
    return 1;
}
