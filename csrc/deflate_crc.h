#pragma once
/* Folding for the checksum, a step at a time: between two steps there is time for something else. */
#include "deflate_bits.h"

typedef struct {
    uint32_t table[8][256]; /* remainder of a byte with 0 to 7 bytes behind it */
    uint64_t pair[2], four[2], eight[2]; /* factors, by how many lanes they step over */
} crc_tables;

void smscore_crc_init(crc_tables *t);
/* `folds`: carry-less multiplication of 32 bytes may be used. */
uint32_t smscore_crc32(const crc_tables *t, uint32_t folds, uint32_t crc, const uint8_t *data, uint64_t size);
uint32_t smscore_crc_plain(const crc_tables *tables, uint32_t crc, const uint8_t *data, uint64_t size);

#ifdef SMSCORE_X86
#include <immintrin.h>

#define FOLDING __attribute__((target("avx2,pclmul,vpclmulqdq"))) static inline

enum { FOLDED = 64 }; /* bytes of a step */

typedef struct {
    __m256i first, second; /* two lanes each */
    __m256i factors;
    const uint8_t *data;
    uint64_t left;
} folding;

FOLDING __m256i load_lanes(const void *data) { return _mm256_loadu_si256(data); }

FOLDING __m256i fold(__m256i lanes, __m256i factors, __m256i onto)
{
    __m256i low = _mm256_clmulepi64_epi128(lanes, factors, 0x00), high = _mm256_clmulepi64_epi128(lanes, factors, 0x11);
    return _mm256_xor_si256(_mm256_xor_si256(low, high), onto);
}

FOLDING __m256i load_factors(const uint64_t factors[2])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)factors));
}

/* At least FOLDED bytes; the bits of the remainder are turned, as they are while it is made. */
FOLDING folding begin_folding(const crc_tables *t, uint32_t crc, const uint8_t *data, uint64_t size)
{
    __m256i start = _mm256_zextsi128_si256(_mm_cvtsi32_si128((int)crc));
    return (folding){_mm256_xor_si256(load_lanes(data), start), load_lanes(data + 32), load_factors(t->four),
                     data + FOLDED, size - FOLDED};
}

FOLDING void fold_step(folding *f)
{
    if (f->left < FOLDED)
        return;
    f->first = fold(f->first, f->factors, load_lanes(f->data));
    f->second = fold(f->second, f->factors, load_lanes(f->data + 32));
    f->data += FOLDED;
    f->left -= FOLDED;
}

/* What is left is folded too. */
FOLDING uint32_t end_folding(const crc_tables *t, folding *f)
{
    while (f->left >= FOLDED)
        fold_step(f);
    uint8_t lanes[32];
    _mm256_storeu_si256((void *)lanes, fold(f->first, load_factors(t->pair), f->second));
    return smscore_crc_plain(t, smscore_crc_plain(t, 0, lanes, sizeof lanes), f->data, f->left);
}
#endif
