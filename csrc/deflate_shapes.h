#pragma once
/* Finding the shape of a row. */
#include "deflate.h"

/* Rows of one length; for the template stand the last bytes, or those behind the signature. */
ALWAYS_INLINE uint32_t shape_key(const deflater *d, const row *r, uint32_t at)
{
    return (uint32_t)(mix(load64(d->text + at) + r->end - r->comma) >> 32);
}

ALWAYS_INLINE uint32_t tail_key(const deflater *d, const row *r) { return shape_key(d, r, r->end - 8); }
ALWAYS_INLINE uint32_t head_key(const deflater *d, const row *r) { return ~shape_key(d, r, smscore_probe_at(r, HEAD)); }

enum { SHAPE_TRIES = 4, SHAPE_NUMBER = 0x3FF };

ALWAYS_INLINE shape *find_shape(deflater *d, uint32_t key)
{
    for (uint32_t i = 0; i < SHAPE_TRIES; i++) {
        uint32_t found = d->by_shape[(key + i) % SHAPE_SLOTS];
        if (!found)
            return NULL;
        if (!((found ^ key) & ~(uint32_t)SHAPE_NUMBER))
            return &d->shape[(found & SHAPE_NUMBER) - 1];
    }
    return NULL;
}
