#pragma once
/* Finding the shape of a row, and the tokens it makes. */
#include "deflate_compare.h"

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

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

enum { AT_A_TIME = 4 }; /* segments, of which the last ones may be none */

#ifdef SMSCORE_X86
/* A token is a place less where the segment was last: that is in the high half of a place, and in the low half of a
 * segment. */
_Static_assert(sizeof(token) == 8 && sizeof(place) == 8 && sizeof(segment) == 8, "four of them are 32 bytes");

__attribute__((target("avx2"))) static inline void copy_segments_avx2(const place *places, segment *segments,
                                                                      uint32_t comma, token *out)
{
    __m256i start = _mm256_set1_epi64x((int64_t)((uint64_t)comma << 32));
    __m256i here = _mm256_add_epi32(_mm256_loadu_si256((const void *)places), start);
    __m256i last = _mm256_loadu_si256((const void *)segments);
    _mm256_storeu_si256((void *)out, _mm256_sub_epi32(here, _mm256_slli_epi64(last, 32)));
    _mm256_storeu_si256((void *)segments, _mm256_blend_epi32(last, _mm256_srli_epi64(here, 32), 0x55));
}
#endif

/* Each segment of a row that has the shape is copied from the last row of its template. */
ALWAYS_INLINE void copy_segments(const shape *s, const row *r, token *out, int special)
{
    segment *segments = s->of->segments;
#ifdef SMSCORE_X86
    if (special) {
        for (uint32_t i = 0; i < s->count; i += AT_A_TIME)
            copy_segments_avx2(s->places + i, segments + i, r->comma, out + i);
        return;
    }
#else
    (void)special;
#endif
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t at = r->comma + s->places[i].at;
        out[i] = (token){s->places[i].run, s->places[i].length, at - segments[i].last};
        segments[i].last = at;
    }
}
