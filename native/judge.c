/* From phrases found to acts heard: the same as `gehoor.hearing.phrases`. */
#include "ear.h"

#include <stdlib.h>

#define OPENING_TURNS 3
#define OF_PHRASE 0.9 /* confidence */

static int fits_place(const Entry *entry, const Work *work)
{
    int opening = work->before.turns < OPENING_TURNS;
    return !(entry->flags & OPENING ? !opening : (entry->flags & LATER) && opening);
}

static int answers(const Entry *entry, const Work *work)
{
    uint64_t after = (uint64_t)(uint32_t)entry->after_high << 31 | (uint32_t)entry->after_low;
    return after == 0 || (after & work->before.answers) != 0;
}

static int fits_mood(const Entry *entry, Turn *turn, int32_t start)
{
    int wanted = entry->flags & MOOD_ASK ? ASK : STOP;
    int mood = turn_mood(turn, start);
    if (mood != 0)
        return mood < 0 ? mood : mood == wanted;
    return wanted == STOP || turn_may_ask(turn, start);
}

/* Whether a hit counts in its sentence: -1 on failure. */
static int counts(Ear *ear, Work *work, const Entry *entry, const Hit *hit)
{
    Turn *turn = &work->turn;
    int found = 1;
    if (!fits_place(entry, work) || !answers(entry, work))
        return 0;
    if (entry->flags & AT_END && (found = turn_closes(turn, hit->end)) != 1)
        return found;
    if (entry->flags & (MOOD_ASK | MOOD_STATE) && (found = fits_mood(entry, turn, hit->start)) != 1)
        return found;
    if (entry->flags & EXCEPTION)
        return 1;
    int32_t owner = ear->owner_flags.at[entry->owner];
    if (owner & HEEDS_NEGATION && !(entry->flags & NEGATED)) {
        int negated = turn_negated(turn, ear->pseudo, turn->row.at + turn->tokens.count + 1,
                                   hit->start, hit->end);
        if (negated != 0)
            return negated < 0 ? negated : 0;
    }
    if (owner & HEEDS_REPORTS) {
        int reported = turn_reported(turn, hit->start);
        return reported < 0 ? reported : !reported;
    }
    return 1;
}

static int sift(Ear *ear, Work *work)
{
    int plain = turn_plain(&work->turn);
    work->kept.count = work->undone.count = work->order.count = 0;
    for (size_t k = 0; k < work->turn.hits.count; k++) {
        const Hit *hit = &work->turn.hits.at[k];
        const Entry *entry = &ear->entries.at[hit->phrase];
        if (entry->flags & LOOK_ALWAYS || (entry->flags & LOOK_UNLESS_PLAIN && !plain)) {
            int found = counts(ear, work, entry, hit);
            if (found < 0)
                return 0;
            if (!found)
                continue;
        }
        if (entry->flags & EXCEPTION) {
            Undone undone = {entry->owner, hit->start, hit->end};
            if (!PUSH(work->undone, undone))
                return 0;
            continue;
        }
        Kept kept = {entry->owner, hit->start, hit->end, hit->phrase, 0};
        if (!work->place.at[entry->owner] && !PUSH(work->order, entry->owner))
            return 0;
        work->place.at[entry->owner] = 1;
        if (!PUSH(work->kept, kept))
            return 0;
    }
    return 1;
}

static void leave(Work *work, int32_t owner)
{
    size_t left = 0;
    for (size_t k = 0; k < work->order.count; k++)
        if (work->order.at[k] != owner)
            work->order.at[left++] = work->order.at[k];
    work->order.count = left;
    work->place.at[owner] = 0;
}

/* Count, up to each word, the words that an owner's exceptions cover. */
static int cover(Work *work, int32_t owner)
{
    size_t count = work->turn.tokens.count;
    work->covered.count = 0;
    if (!ROOM(work->covered, count + 2))
        return 0;
    int32_t *covered = work->covered.at;
    memset(covered, 0, (count + 2) * sizeof *covered);
    for (size_t k = 0; k < work->undone.count; k++) {
        if (work->undone.at[k].owner == owner) {
            covered[work->undone.at[k].start + 1]++;
            covered[work->undone.at[k].end + 1]--;
        }
    }
    for (size_t at = 1, open = 0; at <= count; at++) {
        open += (size_t)covered[at];
        covered[at] = covered[at - 1] + (open > 0);
    }
    return 1;
}

/* Drop what exceptions undo; an owner with something left goes to the end of the order. */
static int undo(Work *work)
{
    for (size_t k = 0; k < work->undone.count; k++) {
        int32_t owner = work->undone.at[k].owner;
        if (work->place.at[owner] != 1)
            continue;
        if (!cover(work, owner))
            return 0;
        size_t left = 0, own = 0;
        for (size_t at = 0; at < work->kept.count; at++) {
            Kept kept = work->kept.at[at];
            int covered = work->covered.at[kept.end] - work->covered.at[kept.start];
            if (kept.owner == owner && covered > 0)
                continue;
            own += kept.owner == owner;
            work->kept.at[left++] = kept;
        }
        work->kept.count = left;
        leave(work, owner);
        if (own && !PUSH(work->order, owner))
            return 0;
        work->place.at[owner] = own ? 2 : 0; /* done, and there or not */
    }
    return 1;
}

static int yields(const Ear *ear, const Work *work, int32_t owner)
{
    for (int32_t k = ear->yields_first.at[owner]; k < ear->yields_first.at[owner + 1]; k++)
        if (work->place.at[ear->yields.at[k]])
            return 1;
    return 0;
}

static void yield_to_others(const Ear *ear, Work *work)
{
    for (size_t k = 0; k < work->order.count;) {
        if (yields(ear, work, work->order.at[k]))
            leave(work, work->order.at[k]);
        else
            k++;
    }
}

static int by_choice(const void *one, const void *other)
{
    const Kept *a = one, *b = other;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a->phrase > b->phrase) - (a->phrase < b->phrase);
}

/* Of each owner's hits that overlap, take the first, of those the longest. */
static int collect(const Ear *ear, Work *work)
{
    for (size_t k = 0; k < work->order.count; k++)
        work->place.at[work->order.at[k]] = (int32_t)k + 1;
    size_t left = 0;
    for (size_t k = 0; k < work->kept.count; k++) {
        Kept kept = work->kept.at[k];
        kept.rank = work->place.at[kept.owner];
        if (kept.rank)
            work->kept.at[left++] = kept;
    }
    work->kept.count = left;
    if (left > 1)
        qsort(work->kept.at, left, sizeof *work->kept.at, by_choice);
    int32_t free_from = 0;
    for (size_t k = 0; k < left; k++) {
        const Kept *kept = &work->kept.at[k];
        if (k == 0 || kept->rank != kept[-1].rank)
            free_from = 0;
        if (kept->start < free_from)
            continue;
        free_from = kept->end;
        HeardList *list = ear->owner_flags.at[kept->owner] & CUE ? &work->cues : &work->acts;
        Heard heard = {kept->owner, work->turn.tokens.at[kept->start].start,
                       work->turn.tokens.at[kept->end - 1].end, OF_PHRASE, kept->phrase, NULL,
                       list->count};
        if (!PUSH(*list, heard))
            return 0;
    }
    return 1;
}

static int by_place(const void *one, const void *other)
{
    const Heard *a = one, *b = other;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

void sort_by_place(HeardList *acts)
{
    for (size_t k = 0; k < acts->count; k++)
        acts->at[k].order = k;
    if (acts->count > 1)
        qsort(acts->at, acts->count, sizeof *acts->at, by_place);
}

static int know_words(const Ear *ear, Work *work)
{
    Turn *turn = &work->turn;
    size_t count = turn->tokens.count;
    turn->row.count = turn->leads.count = 0;
    if (!ROOM(turn->row, 2 * (count + 1)) || !ROOM(turn->leads, count + 1) ||
        !ROOM(work->place, ear->owner_flags.count + 1))
        return 0;
    int32_t *row = turn->row.at;
    for (size_t at = 0; at < count; at++) {
        const Word *word = &ear->infos.at[turn->tokens.at[at].word];
        row[at] = word->main;
        row[count + 1 + at] = word->pseudo;
        turn->leads.at[at] = (word->flags & LEAD) != 0;
    }
    row[count] = row[2 * count + 1] = END_OF_SENTENCE;
    memset(work->place.at, 0, (ear->owner_flags.count + 1) * sizeof *work->place.at);
    return 1;
}

int ear_judge(Ear *ear, Work *work)
{
    Turn *turn = &work->turn;
    int answering = (work->before.answers & ear->answering) != 0;
    work->acts.count = work->cues.count = 0;
    if (!know_words(ear, work) || !matcher_find(ear->main, turn->row.at, turn->leads.at,
                                                turn->tokens.count, answering, &turn->hits))
        return 0;
    if (turn->hits.count == 0)
        return 1;
    if (!sift(ear, work) || !undo(work))
        return 0;
    yield_to_others(ear, work);
    if (!collect(ear, work))
        return 0;
    sort_by_place(&work->acts);
    return 1;
}
