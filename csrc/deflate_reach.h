#pragma once
/*
 * How far a match reaches beyond its segment.
 *
 * Where the segment stood last beside the same three bytes - the same character of a name - is in a table; a match from
 * there takes the character along. It lies further back than the last row, which costs distance bits, but a character
 * costs three literals.
 */
#include "deflate_tokens.h"

/* How far back a match is copied from, and how far it reaches beyond its segment. */
typedef struct {
    uint32_t back;
    uint32_t left;
    uint32_t right;
} reach;

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

/* A match of the segment, with three bytes beside it where text is and was there; `back` is how far back it stood last. */
ALWAYS_INLINE reach find_reach(deflater *d, uint64_t key, uint32_t size, uint32_t at, uint32_t back, int before, int behind)
{
    const uint8_t *text = d->text + at;
    reach found = {back, 0, 0};
    if (before && (back = find_neighbour(d, key | (load32(text - 3) & 0xFFFFFF), at)) != 0)
        found = (reach){back, 3, 0};
    if (behind && (back = find_neighbour(d, (key + (BEHIND << 24)) | load32(text + size - 1) >> 8, at)) != 0) {
        const int nearer = !found.left || back <= found.back; /* one of them, the nearer */
        found.back = nearer ? back : found.back;
        found.left = nearer ? 0 : 3;
        found.right = nearer ? 3 : 0;
    }
    return found;
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

/* The last match ends with the row: it takes CR LF along and what mobiles begin with. */
ALWAYS_INLINE void reach_out(const deflater *d, sink *to, const row *r, int special)
{
    token *last = to->next - 1;
    uint32_t over = reach_over(d, r, r->end - last->distance, special), most = MAX_MATCH - last->length;
    over = over < most ? over : most;
    last->length = (uint16_t)(last->length + over);
    to->cursor += over;
}

/* After a row that ends with a value: CR LF and what mobiles begin with, from the row before. */
ALWAYS_INLINE void put_break(const deflater *d, sink *to, const row *r, int special)
{
    if (!r->number || d->shared < 3 || to->cursor > r->end)
        return;
    uint32_t before = d->ends[r->number - 1], over = reach_over(d, r, before, special);
    if (over > 4 && r->end - before <= WINDOW) {
        put_token(to, r->end - to->cursor, over, r->end - before);
        to->cursor = r->end + over;
    }
}
