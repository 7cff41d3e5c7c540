/*
 * Contents that are not ordinary, 64 bytes at once: utf8_avx512.h.
 */
#include "utf8_avx512.h"

#ifdef SMSCORE_X86
/* The second bytes that may not follow the byte before. */
AVX512 static inline uint64_t wrong_seconds(__m512i before, __m512i bytes)
{
    const uint64_t below_90 = _mm512_cmplt_epu8_mask(bytes, EACH_BYTE(0x90)),
                   below_a0 = _mm512_cmplt_epu8_mask(bytes, EACH_BYTE(0xA0));
    return (_mm512_cmpeq_epi8_mask(before, EACH_BYTE(0xE0)) & below_a0) |
           (_mm512_cmpeq_epi8_mask(before, EACH_BYTE(0xED)) & ~below_a0) |
           (_mm512_cmpeq_epi8_mask(before, EACH_BYTE(0xF0)) & below_90) |
           (_mm512_cmpeq_epi8_mask(before, EACH_BYTE(0xF4)) & ~below_90);
}

/* Bytes that are never UTF-8: C0, C1, F5-FF. */
AVX512 static inline uint64_t never_right(__m512i bytes)
{
    return _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xF5)) |
           _mm512_cmpeq_epi8_mask(_mm512_and_si512(bytes, EACH_BYTE(0xFE)), EACH_BYTE(0xC0));
}

AVX512 static inline uint64_t special_among(__m512i bytes)
{
    return _mm512_cmplt_epu8_mask(bytes, EACH_BYTE(0x20)) | _mm512_cmpeq_epi8_mask(bytes, EACH_BYTE('\\')) |
           _mm512_cmpeq_epi8_mask(bytes, EACH_BYTE(0x7F));
}

AVX512 unsigned smscore_look_again(smscore_copied *c, const uint8_t *text, uint64_t size, uint32_t code_points)
{
    uint64_t wrong = 0, special = 0, due = 0, units = 0;
    __m512i last = EACH_BYTE(' ');
    for (uint64_t i = 0; i < size; i += LANES_512) {
        const uint64_t lanes = first_lanes(size - i);
        const __m512i bytes = _mm512_mask_loadu_epi8(EACH_BYTE(' '), lanes, text + i),
                      before = _mm512_alignr_epi8(bytes, _mm512_alignr_epi64(bytes, last, 6), 15);
        const uint64_t leads = _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xC0)),
                       of_three = _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xE0)),
                       of_four = _mm512_cmpge_epu8_mask(bytes, EACH_BYTE(0xF0)),
                       continuations = _mm512_cmplt_epi8_mask(bytes, EACH_BYTE(0xC0));
        wrong |= continuations ^ (due | leads << 1 | of_three << 2 | of_four << 3);
        wrong |= wrong_seconds(before, bytes) | never_right(bytes);
        due = leads >> 63 | of_three >> 62 | of_four >> 61;
        special |= special_among(bytes);
        units += (uint64_t)__builtin_popcountll(lanes & ~continuations);
        units += code_points ? 0 : (uint64_t)__builtin_popcountll(of_four);
        last = bytes;
    }
    c->units = units;
    return (wrong | due ? TO_CHECK : 0) | (special ? TO_ESCAPE : 0);
}

AVX512 void smscore_put_utf8_avx512(smscore_copied *c, const uint8_t *text, uint64_t size,
                                    const smscore_join_rules *rules)
{
    put_utf8_avx512(c, text, size, rules);
}
#endif
