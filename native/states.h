/* The states of a matcher: made when first needed, kept, and all let go at once. */
#ifndef GEHOOR_STATES_H
#define GEHOOR_STATES_H

#include "matcher.h"

#define DEAD (-1)    /* no phrase goes on */
#define UNKNOWN (-2) /* not worked out yet */
#define FAILED (-3)  /* no memory */

/* transitions.c */
int32_t state_after(Matcher *matcher, int32_t state, int32_t word);
void transitions_forget(Matcher *matcher);

/* states.c; both sort what they are given */
int32_t state_of_nodes(Matcher *matcher, int32_t *nodes, size_t count);
int32_t state_of_atoms(Matcher *matcher, int32_t *atoms, size_t count);
int states_full(const Matcher *matcher);
void states_forget(Matcher *matcher);
void states_free(Matcher *matcher);

#endif
