/* Deciding with the weights: the same as `gehoor.hearing.joined` and `classifier`. */
#include "ear.h"

#include <math.h>
#include <stdlib.h>

#define LEAST 0.6 /* confidence of what a phrase heard and the weights left standing */
#define REASONS 3 /* named in a because */

/* To three decimals, as Python rounds: the nearest, of two as near the even one. */
static double rounded(double value)
{
    double scaled = value * 1000, whole = floor(scaled), rest = scaled - whole;
    if (fabs(rest - 0.5) > 1e-6)
        return (rest > 0.5 ? whole + 1 : whole) / 1000;
    char text[64];
    PyOS_snprintf(text, sizeof text, "%.3f", value);
    return strtod(text, NULL);
}

static double probability(double log_odds)
{
    double bounded = log_odds > 20 ? 20 : log_odds < -20 ? -20 : log_odds;
    return rounded(1 / (1 + exp(-bounded)));
}

static double weight_of(const Ear *ear, const Term *term, size_t act)
{
    const Weights *weights = &ear->weights;
    if (term->kind == OF_ROW)
        return (double)weight_at(weights, term->number, act);
    size_t row = (size_t)ear->infos.at[term->number].row;
    return (double)weights->sums.at[row * weights->acts + act];
}

/* What each word weighed for an act; a circumstance of the same name goes over it. */
static double weight_of_word(const Ear *ear, const Work *work, int32_t word, size_t act)
{
    for (size_t k = work->terms.count; k-- > 0 && work->terms.at[k].kind == OF_ROW;)
        if (work->terms.at[k].overrules == word)
            return weight_of(ear, &work->terms.at[k], act);
    Term term = {OF_WORD, word, NOWHERE};
    return weight_of(ear, &term, act);
}

static int overruled(const Work *work)
{
    for (size_t k = work->terms.count; k-- > 0 && work->terms.at[k].kind == OF_ROW;)
        if (work->terms.at[k].overrules != NOWHERE)
            return 1;
    return 0;
}

/* The words, within one sentence, that together weighed most. */
static int stretch(const Ear *ear, Work *work, size_t act, int32_t *start, int32_t *end)
{
    const Turn *turn = &work->turn;
    size_t count = turn->tokens.count;
    int careful = overruled(work);
    work->weights.count = 0;
    if (!ROOM(work->weights, count + 1))
        return 0;
    double *weights = work->weights.at;
    for (size_t at = 0; at < count; at++) {
        Term term = {OF_WORD, turn->tokens.at[at].word, NOWHERE};
        weights[at] = careful ? weight_of_word(ear, work, term.number, act)
                              : weight_of(ear, &term, act);
    }
    for (size_t at = 0; at + 1 < count; at++) {
        if (work->pair_rows.at[at] != NOWHERE) {
            double half = (double)weight_at(&ear->weights, work->pair_rows.at[at], act) / 2;
            weights[at] += half;
            weights[at + 1] += half;
        }
    }
    double best = -INFINITY, total = 0;
    *start = 0;
    *end = 1;
    for (size_t at = 0, from = 0; at < count; at++) {
        if (turn->tokens.at[at].flags & ENDS) {
            from = at + 1;
            total = 0;
            continue;
        }
        if (total <= 0) {
            from = at;
            total = 0;
        }
        total += weights[at];
        if (total > best) {
            best = total;
            *start = (int32_t)from;
            *end = (int32_t)at + 1;
        }
    }
    return 1;
}

/* The terms that weighed most, heaviest first, of equals the first; returns how many. */
static size_t heaviest(const Ear *ear, const Work *work, size_t act, size_t *chosen)
{
    double weights[REASONS];
    size_t count = 0;
    int careful = overruled(work);
    for (size_t k = 0; k < work->terms.count; k++) {
        const Term *term = &work->terms.at[k];
        if (term->kind == OF_ROW && term->overrules != NOWHERE)
            continue;
        double weight = careful && term->kind == OF_WORD
                            ? weight_of_word(ear, work, term->number, act)
                            : weight_of(ear, term, act);
        if (!(weight > 0) || (count == REASONS && weight <= weights[REASONS - 1]))
            continue;
        size_t at = count < REASONS ? count++ : REASONS - 1;
        for (; at > 0 && weights[at - 1] < weight; at--) {
            weights[at] = weights[at - 1];
            chosen[at] = chosen[at - 1];
        }
        weights[at] = weight;
        chosen[at] = k;
    }
    return count;
}

static int add_text(Work *work, const char *text, size_t length)
{
    if (!ROOM(work->name, length + 1))
        return 0;
    memcpy(work->name.at + work->name.count, text, length);
    work->name.count += length;
    return 1;
}

static PyObject *because(const Ear *ear, Work *work, size_t act)
{
    size_t chosen[REASONS], count = heaviest(ear, work, act, chosen);
    work->name.count = 0;
    if (!add_text(work, "words ", 6))
        return NULL;
    for (size_t k = 0; k < count; k++) {
        const Term *term = &work->terms.at[chosen[k]];
        size_t length;
        const char *name = term->kind == OF_WORD
                               ? name_text(&ear->words, term->number, &length)
                               : name_text(&ear->weights.features, term->number, &length);
        size_t skip = term->kind == OF_ROW && length >= 2 && memcmp(name, "b:", 2) == 0 ? 2 : 0;
        if (!add_text(work, k ? ", \xC2\xAB" : "\xC2\xAB", k ? 4 : 2) ||
            !add_text(work, name + skip, length - skip) || !add_text(work, "\xC2\xBB", 2))
            return NULL;
    }
    return PyUnicode_FromStringAndSize(work->name.at, (Py_ssize_t)work->name.count);
}

static int add_heard(const Ear *ear, Work *work, size_t act)
{
    int32_t start, end;
    if (!stretch(ear, work, act, &start, &end) || !ROOM(work->acts, 1))
        return 0;
    Heard heard = {ear->weights.owners.at[act], work->turn.tokens.at[start].start,
                   work->turn.tokens.at[end - 1].end,
                   probability((double)work->scores.at[act]), NOWHERE, NULL, 0};
    heard.because = because(ear, work, act);
    if (heard.because == NULL)
        return 0;
    work->acts.at[work->acts.count++] = heard;
    return 1;
}

/* Keep what the phrases heard and the weights do not take back. */
static void keep(const Ear *ear, Work *work)
{
    const Weights *weights = &ear->weights;
    size_t left = 0;
    for (size_t k = 0; k < work->acts.count; k++) {
        Heard heard = work->acts.at[k];
        int32_t act = weights->column.at[heard.owner];
        if (act != NOWHERE) {
            if (!(work->scores.at[act] > weights->cut.at[act]))
                continue;
            double certain = probability((double)work->scores.at[act]);
            heard.confidence = certain > LEAST ? certain : LEAST;
        }
        work->acts.at[left++] = heard;
    }
    work->acts.count = left;
}

/* Drop acts that yield to another that is there. */
static void drop_yielding(const Ear *ear, Work *work)
{
    HeardList *acts = &work->acts;
    size_t left = 0;
    memset(work->place.at, 0, (ear->owner_flags.count + 1) * sizeof *work->place.at);
    for (size_t k = 0; k < acts->count; k++)
        work->place.at[acts->at[k].owner] = 1;
    for (size_t k = 0; k < acts->count; k++) {
        Heard heard = acts->at[k];
        int yields = 0;
        for (int32_t to = ear->yields_first.at[heard.owner];
             to < ear->yields_first.at[heard.owner + 1]; to++)
            yields |= work->place.at[ear->yields.at[to]];
        if (yields)
            Py_CLEAR(heard.because);
        else
            acts->at[left++] = heard;
    }
    acts->count = left;
}

int ear_weigh(Ear *ear, Work *work)
{
    const Weights *weights = &ear->weights;
    size_t acts = weights->acts, heard = work->acts.count;
    if (!ear_add_up(ear, work))
        return 0;
    memset(work->place.at, 0, (ear->owner_flags.count + 1) * sizeof *work->place.at);
    for (size_t k = 0; k < heard; k++)
        work->place.at[work->acts.at[k].owner] = 1;
    keep(ear, work);
    for (size_t act = 0; act < acts; act++)
        if (work->scores.at[act] > weights->cut.at[act] &&
            !work->place.at[weights->owners.at[act]] && !add_heard(ear, work, act))
            return 0;
    drop_yielding(ear, work);
    sort_by_place(&work->acts);
    return 1;
}
