/* One turn while it is being understood: its words, where they stand, and what is asked of
 * their sentences. The same as `gehoor.dialogue.words` and `gehoor.hearing.sentence`. */
#ifndef GEHOOR_TURN_H
#define GEHOOR_TURN_H

#include "common.h"
#include "matcher.h"

/* What a word is in a sentence; `gehoor.hearing.core` gives these numbers too. */
enum {
    NEGATION = 1 << 0,
    OPENER = 1 << 1,
    LEAD = 1 << 2,
    HESITATION = 1 << 3,
    TAIL = 1 << 4,
    ASKER = 1 << 5,
    VERB = 1 << 6,
    SUBJECT = 1 << 7,
    REPORTER = 1 << 8,
    SELF_REPORTER = 1 << 9,
    ADVERB = 1 << 10,
    FORMAL = 1 << 11,
    FILLER = 1 << 12,
    THAT = 1 << 13,
    STOP = 1 << 14,
    ASK = 1 << 15,
};
#define ENDS (STOP | ASK)

typedef struct {
    int32_t word;
    uint32_t flags;
    int32_t start, end; /* characters of the turn */
} Token;

typedef struct {
    LIST(uint32_t) text;
    LIST(char) letters;
    LIST(Token) tokens;
    uint32_t flags; /* of all words together */
    int marks, exclaims;

    Numbers row; /* the words as a matcher knows them */
    LIST(uint8_t) leads;
    Hits hits, false_negations;

    int sentences_known, negations_known, reports_known;
    Numbers next_end, begin;        /* of each word's sentence */
    LIST(uint8_t) closes, negation; /* whether a sentence can end before a word; «niet» */
    Numbers reports;                /* whether each word is somebody else's */
} Turn;

void turn_free(Turn *turn);

/* Each returns -1 on failure, else whether it is so. */
int turn_closes(Turn *turn, int32_t end);
int turn_mood(Turn *turn, int32_t start); /* STOP, ASK, or 0 where nobody can tell */
int turn_may_ask(const Turn *turn, int32_t start);
int turn_negated(Turn *turn, Matcher *pseudo, const int32_t *row, int32_t start, int32_t end);
int turn_reported(Turn *turn, int32_t start);
int turn_plain(const Turn *turn);

#endif
