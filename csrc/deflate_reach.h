#pragma once
/*
 * How far a match reaches beyond its segment.
 *
 * Where the segment stood last beside the same three bytes - the same character of a name - is in a table; a match from
 * there takes the character along. It lies further back than the last row, which costs distance bits, but a character
 * costs three literals.
 */
#include "deflate_tokens.h"

/* Where a match is copied from, in step with its segment, and how far it reaches beyond it. */
typedef struct {
    uint32_t from;
    uint32_t left;
    uint32_t right;
} reach;

/* Bytes of a value from which on it is searched for words, text sooner. */
enum { LONG_VALUE = 32, LONG_WORDS = 12 };

enum { BEHIND = 1 };

/* Of which segment, of which template as it is now; bytes before it, or behind. */
ALWAYS_INLINE uint64_t neighbour_key(const template *t, uint32_t i)
{
    return ((uint64_t)t->serial * (2 * MAX_SEGMENTS) + 2 * i) << 24;
}

/* How far back the segment stood beside these three bytes last, or 0 where that is too far; the next one will look for
 * this one. */
ALWAYS_INLINE uint32_t find_neighbour(deflater *d, uint64_t key, uint32_t at)
{
    neighbour *n = &d->neighbours[mix(key) >> 53]; /* 11 bits: NEIGHBOUR_SLOTS */
    uint32_t back = n->key == key ? at - (uint32_t)n->at : 0;
    *n = (neighbour){key, at};
    return back <= WINDOW ? back : 0;
}

/* A match of the segment that ends before `at` + `size`, with three bytes beside it where text is and was there. */
ALWAYS_INLINE reach find_reach(deflater *d, uint64_t key, const segment *s, uint32_t at, int before, int behind)
{
    uint32_t before_back = 0, behind_back = 0;
    if (before)
        before_back = find_neighbour(d, key | (load32(d->text + at - 3) & 0xFFFFFF), at);
    if (behind)
        behind_back = find_neighbour(d, (key + (BEHIND << 24)) | load32(d->text + at + s->size - 1) >> 8, at);
    if (behind_back && (!before_back || behind_back <= before_back)) /* one of them, the nearer */
        return (reach){at - behind_back, 0, 3};
    return before_back ? (reach){at - before_back, 3, 0} : (reach){s->last, 0, 0};
}

/* CR LF behind the row and what all mobiles begin with, as far as both rows have it. */
ALWAYS_INLINE uint32_t reach_over(const deflater *d, const row *r, uint32_t behind, int special)
{
    uint32_t most = 2 + d->shared;
    if (!special && r->end + 8 > d->size)
        return equal_bytes(d->text + r->end, d->text + behind, d->size - r->end);
    uint32_t same = equal_first(load64(d->text + r->end) ^ load64(d->text + behind));
    return same < most ? same : most;
}
