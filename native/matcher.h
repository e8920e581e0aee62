/* Phrases in a row of words: the automaton of `gehoor.method.automaton`, walked.
 *
 * Finds what `gehoor.hearing.matcher` finds, in the same order, by another way that costs the
 * same on text never seen before. Where words stand in a sentence is kept as the bits of a
 * number; only phrases whose rarest need is there are looked at, only those whose other needs
 * are there too are walked, and the walk goes from all places at once.
 * Words are numbers here: their place among the automaton's words.
 */
#ifndef GEHOOR_MATCHER_H
#define GEHOOR_MATCHER_H

#include "common.h"

#define END_OF_SENTENCE (-1) /* in a row of words */

typedef struct {
    int32_t phrase, start, end; /* first word, word after the last */
    int32_t first_end;          /* of the shortest reading */
    uint8_t opening;
} Hit;

typedef LIST(Hit) Hits;

typedef struct {
    int32_t start, lowest; /* its nodes, from the first to be reached down to the last */
    int32_t anchor;        /* the rarest word set it needs */
    uint32_t needs, need_count; /* the others, in `needs` */
    uint8_t opening, reply;     /* looked for only where a sentence begins; only in answers */
} Plan;

typedef struct {
    Names words;
    Numbers set_first, sets;         /* the word sets of each word */
    Numbers members_first, members; /* the words of each word set */
    Numbers hooks_first, hooks;     /* the word sets of each word that phrases hang on */
    Numbers large_first, large;     /* the large word sets of each word */
    Numbers first, edges;    /* the network, as `Automaton` describes it */
    Numbers starts, need_first, needs;
    size_t set_count;

    LIST(Plan) plans;
    Numbers anchored_first, anchored; /* the phrases that each word set is the rarest need of */
    size_t stride, room;              /* words a window goes on by; numbers of bits at most */

    uint64_t window;         /* counts those searched */
    LIST(uint64_t) said;     /* places of each word in the window at hand */
    LIST(uint64_t) places;   /* of each word set, if it was asked in this window */
    LIST(uint64_t) asked;    /* the window in which each word set was asked last */
    LIST(uint64_t) searched; /* the window in which each word set's phrases were looked at */
    LIST(uint64_t) reached;  /* of each node of the phrase at hand */
} Matcher;

/* After its data was read: checks it, and plans. `marks` has a byte for each phrase. */
int matcher_ready(Matcher *matcher, const char *marks, size_t count);
void matcher_free(Matcher *matcher);

#define LARGE 16 /* words; where those of a larger set stand is noted beforehand */

enum { MARK_OPENING = 1, MARK_REPLY = 2 };

/* Add the phrases in a row of `count` words, after which an END_OF_SENTENCE stands, to hits.
 * `leads[k]` tells whether a sentence may still begin after word k. */
int matcher_find(Matcher *matcher, const int32_t *row, const uint8_t *leads, size_t count,
                 int answering, Hits *hits);

#endif
