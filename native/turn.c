#include "turn.h"

#include <stdlib.h>

#define NEAR 3   /* words before a phrase in which a «niet» still belongs to it */
#define LOOSE 12 /* words that reported speech is taken to last where no punctuation ends it */

void turn_free(Turn *turn)
{
    FREE(turn->text);
    FREE(turn->letters);
    FREE(turn->tokens);
    FREE(turn->row);
    FREE(turn->leads);
    FREE(turn->hits);
    FREE(turn->false_negations);
    FREE(turn->next_end);
    FREE(turn->begin);
    FREE(turn->closes);
    FREE(turn->negation);
    FREE(turn->reports);
}

static uint32_t flags_at(const Turn *turn, int32_t at) { return turn->tokens.at[at].flags; }

int turn_plain(const Turn *turn)
{
    return !(turn->flags & (NEGATION | REPORTER)) && !turn->marks;
}

/* Work out, once, where each word's sentence ends and begins, from the back to the front. */
static int know_sentences(Turn *turn)
{
    int32_t count = (int32_t)turn->tokens.count;
    turn->next_end.count = turn->begin.count = turn->closes.count = 0;
    if (!ROOM(turn->next_end, count + 1) || !ROOM(turn->begin, count + 1) ||
        !ROOM(turn->closes, count + 1))
        return 0;
    turn->next_end.at[count] = count;
    turn->closes.at[count] = 1;
    for (int32_t at = count - 1; at >= 0; at--) {
        uint32_t flags = flags_at(turn, at);
        turn->next_end.at[at] = flags & ENDS ? at : turn->next_end.at[at + 1];
        turn->closes.at[at] = (flags & ENDS) != 0 || ((flags & TAIL) && turn->closes.at[at + 1]);
    }
    for (int32_t first = 0; first < count;) {
        int32_t last = turn->next_end.at[first], begin = first;
        while (begin < count - 1 && (flags_at(turn, begin) & HESITATION))
            begin++;
        for (int32_t at = first; at <= last && at < count; at++)
            turn->begin.at[at] = begin;
        first = last + 1;
    }
    turn->sentences_known = 1;
    return 1;
}

int turn_closes(Turn *turn, int32_t end)
{
    if (!turn->sentences_known && !know_sentences(turn))
        return -1;
    return turn->closes.at[end];
}

static int asks(const Turn *turn, int32_t at)
{
    uint32_t flags = flags_at(turn, at);
    if (flags & ASKER)
        return 1;
    return (flags & VERB) && at + 1 < (int32_t)turn->tokens.count &&
           (flags_at(turn, at + 1) & SUBJECT);
}

int turn_mood(Turn *turn, int32_t start)
{
    if (!turn->sentences_known && !know_sentences(turn))
        return -1;
    int32_t end = turn->next_end.at[start];
    if (end < (int32_t)turn->tokens.count && (flags_at(turn, end) & ASK))
        return ASK;
    if (end == (int32_t)turn->tokens.count && !(turn->flags & ENDS))
        return 0;
    return asks(turn, turn->begin.at[start]) ? ASK : STOP;
}

int turn_may_ask(const Turn *turn, int32_t start)
{
    return start == 0 || (flags_at(turn, start - 1) & LEAD) != 0;
}

/* Whether a comma, a dash or a sentence's end stands between two words. */
static int broken(const Turn *turn, int32_t first, int32_t last)
{
    for (int32_t at = first; at < last; at++)
        if (flags_at(turn, at) & ENDS)
            return 1;
    const uint32_t *text = turn->text.at;
    int32_t end = turn->tokens.at[last].start;
    for (int32_t at = turn->tokens.at[first].end; at < end; at++) {
        switch (text[at]) {
        case ',': case ';': case ':': case '(': case 0x2013: case 0x2014: case 0x2026:
            return 1;
        case '.':
            if (at + 2 < end && text[at + 1] == '.' && text[at + 2] == '.')
                return 1;
            break;
        case ' ':
            if (at + 2 < end && text[at + 1] == '-' && text[at + 2] == ' ')
                return 1;
            break;
        default:
            break;
        }
    }
    return 0;
}

/* Find, once, the words that negate, without «niet te geloven» and the like. */
static int know_negations(Turn *turn, Matcher *pseudo, const int32_t *row)
{
    size_t count = turn->tokens.count;
    turn->negation.count = 0;
    if (!ROOM(turn->negation, count + 1))
        return 0;
    for (size_t at = 0; at < count; at++)
        turn->negation.at[at] = (turn->tokens.at[at].flags & NEGATION) != 0;
    turn->false_negations.count = 0;
    if ((turn->flags & NEGATION) &&
        !matcher_find(pseudo, row, turn->leads.at, count, 1, &turn->false_negations))
        return 0;
    for (size_t k = 0; k < turn->false_negations.count; k++) {
        Hit hit = turn->false_negations.at[k];
        memset(turn->negation.at + hit.start, 0, (size_t)(hit.end - hit.start));
    }
    turn->negations_known = 1;
    return 1;
}

/* Whether a «niet» before a phrase still belongs to it. */
static int reaches(const Turn *turn, int32_t at, int32_t start)
{
    int32_t from = at + 1;
    if ((flags_at(turn, from) & THAT) && start - at > 1)
        from += 2;
    for (; from <= start; from++)
        if (flags_at(turn, from) & OPENER)
            return 0;
    return !broken(turn, at, start);
}

/* Whether a «niet» after a phrase belongs to it. */
static int looks_back(const Turn *turn, int32_t end, int32_t at)
{
    for (int32_t between = end; between < at; between++)
        if (!(flags_at(turn, between) & ADVERB))
            return 0;
    return !broken(turn, end - 1, at);
}

int turn_negated(Turn *turn, Matcher *pseudo, const int32_t *row, int32_t start, int32_t end)
{
    if (!(turn->flags & NEGATION))
        return 0;
    if (!turn->negations_known && !know_negations(turn, pseudo, row))
        return -1;
    int32_t count = (int32_t)turn->tokens.count;
    int32_t from = start > NEAR ? start - NEAR : 0, to = end + NEAR < count ? end + NEAR : count - 1;
    for (int32_t at = from; at <= to; at++) {
        if (!turn->negation.at[at])
            continue;
        if (at < start ? reaches(turn, at, start) : at < end ? 1 : looks_back(turn, end, at))
            return 1;
    }
    return 0;
}

/* Mark the words from one place up to another as somebody else's; summed up afterwards. */
static void mark(Turn *turn, int32_t first, int32_t last)
{
    if (first < last) {
        turn->reports.at[first]++;
        turn->reports.at[last]--;
    }
}

static int opens_quotation(uint32_t sign)
{
    return sign == 0x201C || sign == 0x201E || sign == '"' || sign == 0xAB;
}

static int closes_quotation(uint32_t sign)
{
    return sign == 0x201D || sign == 0x201C || sign == '"' || sign == 0xBB;
}

/* Return where the quotation that a sign opens has ended; the same place where it opens none. */
static size_t quotation(const Turn *turn, size_t from)
{
    const uint32_t *text = turn->text.at;
    size_t count = turn->text.count, at = from + 1;
    if (opens_quotation(text[from])) {
        while (at < count && !opens_quotation(text[at]) && !closes_quotation(text[at]))
            at++;
        return at < count && closes_quotation(text[at]) ? at + 1 : from;
    }
    if (text[from] != 0x2018)
        return from;
    while (at < count && text[at] != 0x2018 && text[at] != 0x2019)
        at++;
    if (at == count || text[at] != 0x2019)
        return from;
    return at + 1 < count && text[at + 1] >= 'a' && text[at + 1] <= 'z' ? from : at + 1;
}

static void mark_quotations(Turn *turn)
{
    int32_t word = 0, count = (int32_t)turn->tokens.count;
    for (size_t at = 0; at < turn->text.count;) {
        size_t end = quotation(turn, at);
        if (end == at) {
            at++;
            continue;
        }
        while (word < count && turn->tokens.at[word].start < (int32_t)at)
            word++;
        int32_t first = word;
        while (word < count && turn->tokens.at[word].start < (int32_t)end)
            word++;
        mark(turn, first, word);
        at = end;
    }
}

/* Whether the speaker says of themselves that they say it. */
static int own(const Turn *turn, int32_t at)
{
    int32_t count = (int32_t)turn->tokens.count;
    for (int32_t near = at > 3 ? at - 3 : 0; near < at + 2 && near < count; near++)
        if (flags_at(turn, near) & SELF_REPORTER)
            return 1;
    return 0;
}

static void mark_report(Turn *turn, int32_t at)
{
    int32_t count = (int32_t)turn->tokens.count, start = at + 1;
    int32_t colon = turn->next_end.at[start];
    if (colon - start <= 3 && colon < count &&
        turn->text.at[turn->tokens.at[colon].start] == ':')
        start = colon + 1;
    int32_t end = turn->next_end.at[start];
    if (!(turn->flags & ENDS) && end > start + LOOSE)
        end = start + LOOSE;
    mark(turn, start, end);
}

/* Find, once, the words that the speaker ascribes to somebody else. */
static int know_reports(Turn *turn)
{
    int32_t count = (int32_t)turn->tokens.count;
    turn->reports.count = 0;
    if (!ROOM(turn->reports, count + 1))
        return 0;
    memset(turn->reports.at, 0, ((size_t)count + 1) * sizeof *turn->reports.at);
    if (turn->marks)
        mark_quotations(turn);
    if (turn->flags & REPORTER) {
        if (!turn->sentences_known && !know_sentences(turn))
            return 0;
        for (int32_t at = 0; at < count; at++)
            if ((flags_at(turn, at) & REPORTER) && !own(turn, at))
                mark_report(turn, at);
    }
    for (int32_t at = 1; at < count; at++)
        turn->reports.at[at] += turn->reports.at[at - 1];
    turn->reports_known = 1;
    return 1;
}

int turn_reported(Turn *turn, int32_t start)
{
    if (!turn->marks && !(turn->flags & REPORTER))
        return 0;
    if (!turn->reports_known && !know_reports(turn))
        return -1;
    return turn->reports.at[start] > 0;
}
