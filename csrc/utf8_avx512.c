/*
 * Contents that are not ordinary, 64 bytes at once: utf8_avx512.h.
 */
#include "utf8_avx512.h"

#ifdef SMSCORE_X86
#define FIFTEEN(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x

/* For the leads C0 to FF the least and the greatest that may follow; nothing is great enough to follow what is never right. */
static const uint8_t LEAST[LANES_512] = {
    0xFF, 0xFF, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
    0x80, FIFTEEN(0x80),
    0xA0, FIFTEEN(0x80),
    0x90, 0x80, 0x80, 0x80, 0x80, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
};
static const uint8_t GREATEST[LANES_512] = {
    0xBF, FIFTEEN(0xBF),
    0xBF, FIFTEEN(0xBF),
    0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0x9F, 0xBF, 0xBF,
    0xBF, 0xBF, 0xBF, 0xBF, 0x8F, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF,
};

/* Any bit: behind a lead, too little or too much. */
AVX512 static inline __m512i wrong_seconds(__m512i before, __m512i bytes)
{
    const __mmask64 leads = _mm512_cmpge_epu8_mask(before, EACH_BYTE(0xC0));
    const __m512i least = _mm512_maskz_permutexvar_epi8(leads, before, _mm512_loadu_si512(LEAST)),
                  greatest = _mm512_mask_permutexvar_epi8(EACH_BYTE(0xFF), leads, before, _mm512_loadu_si512(GREATEST));
    return _mm512_or_si512(_mm512_subs_epu8(least, bytes), _mm512_subs_epu8(bytes, greatest));
}

AVX512 unsigned smscore_look_again(smscore_copied *c, const uint8_t *text, uint64_t size, uint32_t code_points)
{
    __m512i last = EACH_BYTE(' '), lowest = last, highest = last, slashes = last, seconds = _mm512_setzero_si512();
    uint64_t wrong = 0, due = 0, units = size;
    for (uint64_t i = 0; i < size; i += LANES_512) {
        const __m512i bytes = _mm512_mask_loadu_epi8(EACH_BYTE(' '), first_lanes(size - i), text + i),
                      before = _mm512_alignr_epi8(bytes, _mm512_alignr_epi64(bytes, last, 6), 15);
        const uint64_t leads = _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xC0)),
                       of_three = _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xE0)),
                       of_four = _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xF0)),
                       continuations = _mm512_cmplt_epi8_mask(bytes, EACH_BYTE(0xC0));
        wrong |= continuations ^ (due | leads << 1 | of_three << 2 | of_four << 3);
        due = leads >> 63 | of_three >> 62 | of_four >> 61;
        seconds = _mm512_or_si512(seconds, wrong_seconds(before, bytes));
        units -= (uint64_t)__builtin_popcountll(continuations);
        units += code_points ? 0 : (uint64_t)__builtin_popcountll(of_four);
        lowest = _mm512_min_epu8(lowest, bytes);
        highest = _mm512_max_epi8(highest, bytes); /* DEL, or less */
        slashes = _mm512_min_epu8(slashes, _mm512_xor_si512(bytes, EACH_BYTE('\\')));
        last = bytes;
    }
    c->units = units;
    wrong |= due | _mm512_test_epi8_mask(seconds, seconds);
    const uint64_t special = _mm512_cmplt_epu8_mask(lowest, EACH_BYTE(0x20)) |
                             _mm512_cmpeq_epi8_mask(highest, EACH_BYTE(0x7F)) |
                             _mm512_testn_epi8_mask(slashes, slashes);
    return (wrong ? TO_CHECK : 0) | (special ? TO_ESCAPE : 0);
}

AVX512 void smscore_put_utf8_avx512(smscore_copied *c, const uint8_t *text, uint64_t size,
                                    const smscore_join_rules *rules)
{
    put_utf8_avx512(c, text, size, rules);
}
#endif
