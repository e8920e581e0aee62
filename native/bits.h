/* Places in a sentence as bits: `room` numbers of 64, the first place lowest. */
#ifndef GEHOOR_BITS_H
#define GEHOOR_BITS_H

#include "common.h"

#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline)) /* made twice: narrow and wide */
#else
#define INLINE static inline
#endif

INLINE int lowest_bit(uint64_t bits)
{
#if defined(__GNUC__)
    return __builtin_ctzll(bits);
#else
    int at = 0;
    for (; !(bits & 1); bits >>= 1)
        at++;
    return at;
#endif
}

INLINE int highest_bit(uint64_t bits)
{
#if defined(__GNUC__)
    return 63 - __builtin_clzll(bits);
#else
    int at = 0;
    for (; bits >>= 1;)
        at++;
    return at;
#endif
}

INLINE int32_t lowest_place(const uint64_t *bits, size_t room)
{
    for (size_t k = 0; k < room; k++)
        if (bits[k])
            return (int32_t)(64 * k) + lowest_bit(bits[k]);
    return NOWHERE;
}

INLINE int32_t highest_place(const uint64_t *bits, size_t room)
{
    for (size_t k = room; k-- > 0;)
        if (bits[k])
            return (int32_t)(64 * k) + highest_bit(bits[k]);
    return NOWHERE;
}

INLINE int any_of(const uint64_t *bits, size_t room)
{
    uint64_t any = 0;
    for (size_t k = 0; k < room; k++)
        any |= bits[k];
    return any != 0;
}

/* Drop places from `end` on. */
INLINE void keep_below(uint64_t *bits, size_t end, size_t room)
{
    for (size_t k = 0; k < room; k++) {
        if (end <= 64 * k)
            bits[k] = 0;
        else if (end - 64 * k < 64)
            bits[k] &= ((uint64_t)1 << (end - 64 * k)) - 1;
    }
}

/* Move places on by a word: those in `from` where the word fits (everywhere without `fits`). */
INLINE void move(uint64_t *to, const uint64_t *from, const uint64_t *fits, size_t room)
{
    uint64_t carried = 0;
    for (size_t k = 0; k < room; k++) {
        uint64_t moved = fits ? from[k] & fits[k] : from[k];
        to[k] |= moved << 1 | carried;
        carried = moved >> 63;
    }
}

#endif
