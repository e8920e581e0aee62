/* An ear for one speaker: phrases, and the weights where it has them. */
#ifndef GEHOOR_EAR_H
#define GEHOOR_EAR_H

#include "common.h"
#include "matcher.h"
#include "turn.h"

/* When a phrase counts; `gehoor.hearing.core` gives these numbers too. */
enum {
    EXCEPTION = 1 << 0,
    AT_END = 1 << 1,
    NEGATED = 1 << 2,
    MOOD_ASK = 1 << 3,
    MOOD_STATE = 1 << 4,
    OPENING = 1 << 5,
    LATER = 1 << 6,
    LOOK_ALWAYS = 1 << 7,
    LOOK_UNLESS_PLAIN = 1 << 8,
};

/* What an act or a cue is. */
enum {
    CUE = 1 << 0,
    HEEDS_NEGATION = 1 << 1,
    HEEDS_REPORTS = 1 << 2,
    SAYS_JE = 1 << 3,
};

typedef struct {
    int32_t owner, flags, after_low, after_high; /* after: which of `answered` it answers */
} Entry;

typedef struct {
    uint32_t flags;
    int32_t main, pseudo; /* its number in each matcher */
    int32_t row;          /* of its summed weights, NOWHERE if not summed yet */
    uint64_t said;        /* the turn in which it was said last */
} Word;

typedef struct {
    int32_t owner, start, end; /* characters */
    double confidence;
    int32_t entry;     /* the phrase, NOWHERE for weights */
    PyObject *because; /* made at the end, or NULL */
    size_t order;
} Heard;

typedef LIST(Heard) HeardList;

typedef struct {
    int32_t owner, start, end, phrase, rank; /* words */
} Kept;

typedef struct {
    int32_t owner, start, end;
} Undone;

/* What went before a turn. */
typedef struct {
    Py_ssize_t turns;
    uint64_t answers; /* which of `answered` the last turn holds */
    int goes_on;      /* the same speaker again */
    Numbers rows;     /* of the weights of what the last turn holds */
} Before;

typedef struct {
    Names features;
    size_t acts; /* columns */
    PyObject *table_bytes;
    const int8_t *table;
    LIST(float) steps, bias, cut;
    Numbers owners;              /* of each column */
    Numbers column;              /* of each owner, NOWHERE without */
    Numbers phrase_row, cue_row; /* of each owner */
    int32_t length_row[8];
    int32_t asks, ends_asking, exclaims, nothing_before, goes_on, opening;
    LIST(float) sums; /* of words said before */
} Weights;

enum { OF_WORD, OF_ROW };

/* One of the things that were added up: a word, or a row of the table. */
typedef struct {
    int32_t kind, number;
    int32_t overrules; /* a word of the same name that this weighs instead of, or NOWHERE */
} Term;

typedef struct {
    Turn turn;
    HeardList acts, cues;
    LIST(Kept) kept;
    LIST(Undone) undone;
    Numbers order, covered, pair_rows, place;
    LIST(Term) terms;
    LIST(float) scores;
    LIST(double) weights;
    LIST(char) name;
    Before before;
    int formal;
} Work;

typedef struct {
    PyObject *fold, *dropped, *act_type, *turn_type;
    PyObject *owner_names, *because; /* lists of str */
    PyObject *main_object, *pseudo_object; /* whose matchers these are */
    Matcher *main, *pseudo;
    Names flagged, answered;
    Numbers flags, owner_flags, yields_first, yields;
    LIST(Entry) entries;
    uint64_t answering; /* all of `answered` */
    int ready, agent, weighs;
    Weights weights;

    Names words;
    LIST(Word) infos;
    uint64_t turns;
    LIST(uint64_t) row_said;
    Work *work;
} Ear;

/* read.c: the words of a turn; its text must be there, folded before. */
int ear_read(Ear *ear, Turn *turn);
void ear_tidy(Ear *ear);

/* judge.c: what the phrases hear, into work->acts and work->cues. */
int ear_judge(Ear *ear, Work *work);
void sort_by_place(HeardList *acts);

/* features.c: what the weights look at, added up in work->scores; each thing in work->terms. */
int weights_ready(Ear *ear);
int ear_add_up(Ear *ear, Work *work);
float weight_at(const Weights *weights, int32_t row, size_t act);
int32_t feature_row(Ear *ear, Work *work, const char *kind, const char *text, size_t length);
void weights_free(Weights *weights);
void weights_forget(Weights *weights);

/* weigh.c: what phrases and weights hear together, into work->acts. */
int ear_weigh(Ear *ear, Work *work);

#endif
