#pragma once
/*
 * Comparing text, 32 or 64 bytes at a time where the machine can. All ways find the same; the fast ones read on beyond what
 * they are asked for, by READ_OVER bytes at most.
 */
#include "deflate.h"

/* Places where three bytes agree that are compared in full: more would take too long in text like "aaaaa". */
enum { TRIES = 16, READ_OVER = 128 };

#ifdef SMSCORE_X86
#include <immintrin.h>

/* From 32 - n on, n bytes of ones are followed by zeros. */
static const uint8_t FIRST_OF[64] = {
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
};

__attribute__((target("avx2"))) static inline __m256i load_256(const uint8_t *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

__attribute__((target("avx2"))) static inline int same_avx2(const uint8_t *a, const uint8_t *b, uint32_t size)
{
    __m256i differ = _mm256_setzero_si256();
    uint32_t i = 0;
    for (; i + 32 <= size; i += 32)
        differ = _mm256_or_si256(differ, _mm256_xor_si256(load_256(a + i), load_256(b + i)));
    __m256i rest = _mm256_xor_si256(load_256(a + i), load_256(b + i));
    rest = _mm256_and_si256(rest, load_256(FIRST_OF + 32 - (size - i)));
    differ = _mm256_or_si256(differ, rest);
    return _mm256_testz_si256(differ, differ);
}

__attribute__((target("avx2,bmi"))) static inline uint32_t find_avx2(const uint8_t *text, uint32_t from, uint32_t end,
                                                                     const segment *s)
{
    const uint8_t *wanted = text + s->last;
    const __m256i first = _mm256_set1_epi8((char)wanted[0]), second = _mm256_set1_epi8((char)wanted[1]),
                  third = _mm256_set1_epi8((char)wanted[2]);
    uint32_t tries = TRIES;
    for (uint32_t at = from; at + s->size <= end; at += 32) {
        __m256i hits = _mm256_and_si256(_mm256_cmpeq_epi8(load_256(text + at), first),
                                        _mm256_cmpeq_epi8(load_256(text + at + 1), second));
        hits = _mm256_and_si256(hits, _mm256_cmpeq_epi8(load_256(text + at + 2), third));
        for (uint32_t mask = (uint32_t)_mm256_movemask_epi8(hits); mask; mask &= mask - 1) {
            uint32_t hit = at + (uint32_t)__builtin_ctz(mask);
            if (hit + s->size > end || !tries--)
                return NOWHERE;
            if (same_avx2(text + hit, wanted, s->size))
                return hit;
        }
    }
    return NOWHERE;
}

/* A bit for each of 32 bytes that differs. */
__attribute__((target("avx2"))) static inline uint32_t differ_avx2(const uint8_t *a, const uint8_t *b)
{
    return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(load_256(a), load_256(b)));
}

__attribute__((target("avx2"))) static inline int fits_avx2(const shape *s, const uint8_t *text, const uint8_t *last)
{
    uint32_t differ = 0;
    for (uint32_t at = 0; at < s->size; at += 128, text += 128, last += 128) {
        const uint32_t *fixed = &s->fixed[at / 32];
        differ |= (differ_avx2(text, last) & fixed[0]) | (differ_avx2(text + 32, last + 32) & fixed[1]) |
                  (differ_avx2(text + 64, last + 64) & fixed[2]) | (differ_avx2(text + 96, last + 96) & fixed[3]);
    }
    return !differ;
}

AVX512 static inline uint64_t differ_avx512(const uint8_t *a, const uint8_t *b, const uint32_t fixed[2])
{
    const __mmask64 asked = (uint64_t)fixed[0] | (uint64_t)fixed[1] << 32;
    return _mm512_mask_cmpneq_epi8_mask(asked, _mm512_loadu_si512(a), _mm512_loadu_si512(b));
}

AVX512 static inline int fits_avx512(const shape *s, const uint8_t *text, const uint8_t *last)
{
    uint64_t differ = 0;
    for (uint32_t at = 0; at < s->size; at += 128)
        differ |= differ_avx512(text + at, last + at, &s->fixed[at / 32]) |
                  differ_avx512(text + at + 64, last + at + 64, &s->fixed[at / 32 + 2]);
    return !differ;
}
#endif

static inline int same_portable(const uint8_t *a, const uint8_t *b, uint32_t size)
{
    return equal_bytes(a, b, size) == size;
}

static inline uint32_t find_portable(const uint8_t *text, uint32_t from, uint32_t end, const segment *s)
{
    const uint8_t *wanted = text + s->last;
    const uint32_t three = load32(wanted) & 0xFFFFFF;
    uint32_t tries = TRIES;
    for (uint32_t at = from; at + s->size <= end; at++)
        if ((load32(text + at) & 0xFFFFFF) == three) {
            if (!tries--)
                return NOWHERE;
            if (same_portable(text + at, wanted, s->size))
                return at;
        }
    return NOWHERE;
}

ALWAYS_INLINE uint32_t find_segment(const uint8_t *text, uint32_t from, uint32_t end, const segment *s, int special)
{
#ifdef SMSCORE_X86
    if (special)
        return find_avx2(text, from, end, s);
#else
    (void)special;
#endif
    return find_portable(text, from, end, s);
}

ALWAYS_INLINE int is_same(const uint8_t *a, const uint8_t *b, uint32_t size, int special)
{
#ifdef SMSCORE_X86
    if (special)
        return same_avx2(a, b, size);
#else
    (void)special;
#endif
    return same_portable(a, b, size);
}

static inline int fits_portable(const shape *s, const uint8_t *text, const uint8_t *last)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (!same_portable(text + s->places[i].at, last + s->places[i].at, s->places[i].length))
            return 0;
    return 1;
}
