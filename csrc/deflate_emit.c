/*
 * Last stage: tokens to bits, and the checksum of their text on the way.
 *
 * Most literals are digits: up to 56 bits of their codes are appended at once, drawn together by PEXT; in plain C three
 * of them are one number, and that number's entry in a table is their codes. A match is put together first - its length
 * with the extra bits, its distance, the extra bits of that - and appended at once: at most 15 + 5 + 15 + 13 = 48 bits
 * on the 7 that may be waiting.
 */
#include "deflate.h"

/* Codes put together before they are appended: what is not yet written waits for nothing but one shift. */
typedef struct {
    uint64_t bits;
    uint64_t count; /* in the low six bits */
} composed;

ALWAYS_INLINE composed compose(composed first, uint32_t code)
{
    return (composed){first.bits | (uint64_t)(code >> CODE_AT) << (first.count & 63), first.count + code};
}

ALWAYS_INLINE composed begin(uint32_t code) { return (composed){code >> CODE_AT, code}; }

ALWAYS_INLINE void emit(bit_writer *w, composed all)
{
    append(w, all.bits, all.count);
    flush_bits(w);
}

ALWAYS_INLINE int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') <= 9; }

/* Emits three digits that a run of literals may begin with. Returns how many they were, or 0. */
ALWAYS_INLINE uint32_t emit_digits(bit_writer *w, const code_book *c, const uint8_t *text)
{
    if (!is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[2]))
        return 0;
    emit(w, begin(c->digits[100 * (text[0] - '0') + 10 * (text[1] - '0') + (text[2] - '0')]));
    return 3;
}

/* Up to three literals or none, as many instructions whatever their number: it is not to be guessed. One byte is read
 * in any case. */
ALWAYS_INLINE void emit_few(bit_writer *w, const code_book *c, const uint8_t *text, uint32_t run)
{
    composed all = begin(c->literal[text[0]] & -(uint32_t)(run > 0));
    all = compose(all, c->literal[text[run > 1]] & -(uint32_t)(run > 1));
    emit(w, compose(all, c->literal[text[2 * (run > 2)]] & -(uint32_t)(run > 2)));
}

#ifdef SMSCORE_X86
#include <immintrin.h>

/* From 16 - n on, n bytes of ones are followed by zeros. */
static const uint8_t FIRST_OF[32] = {
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
};

__attribute__((target("avx2"))) static inline __m128i load_128(const uint8_t *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

#define DRAWING __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))) static inline

/* A byte for each digit has its code, another one marks the bits of it, and what is marked is drawn together. */
DRAWING void emit_drawn(bit_writer *w, const code_book *c, __m128i digits, uint32_t count)
{
    __m128i codes = _mm_shuffle_epi8(load_128(c->digit_code), digits);
    __m128i marks = _mm_and_si128(_mm_shuffle_epi8(load_128(c->digit_mark), digits), load_128(FIRST_OF + 16 - count));
    uint64_t low = (uint64_t)_mm_cvtsi128_si64(marks), high = (uint64_t)_mm_extract_epi64(marks, 1);
    uint64_t first = _pext_u64((uint64_t)_mm_cvtsi128_si64(codes), low), bits = (uint64_t)_mm_popcnt_u64(low);
    uint64_t second = _pext_u64((uint64_t)_mm_extract_epi64(codes, 1), high);
    emit(w, (composed){first | second << bits, bits + (uint64_t)_mm_popcnt_u64(high)});
}

/* Emits the digits that a run of literals begins with, as many as are surely appended at once. Returns how many they
 * were: that all of it are digits is mostly true, and guessed rather than waited for. */
DRAWING uint32_t emit_digits_bmi2(bit_writer *w, const code_book *c, const uint8_t *text, uint32_t run)
{
    __m128i digits = _mm_sub_epi8(load_128(text), _mm_set1_epi8('0'));
    __m128i fine = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    uint32_t count = run < c->most_digits ? run : c->most_digits;
    uint32_t others = ~(uint32_t)_mm_movemask_epi8(fine) & ((1u << count) - 1);
    if (others) { /* in full on both ways, or compilers would wait after all */
        count = (uint32_t)__builtin_ctz(others);
        emit_drawn(w, c, digits, count);
    } else {
        emit_drawn(w, c, digits, count);
    }
    return count;
}

/* Up to nine literals, three characters of a name; four or more. Returns how many. */
ALWAYS_INLINE uint32_t emit_some(bit_writer *w, const code_book *c, const uint8_t *text, uint32_t run)
{
    uint32_t more = run - 3 < 6 ? run - 3 : 6;
    emit_few(w, c, text, 3);
    emit_few(w, c, text + 3, more < 3 ? more : 3);
    emit_few(w, c, text + 6, more < 3 ? 0 : more - 3);
    return 3 + more;
}
#endif

/* A run of four or more; special instructions read 16 bytes at a time. */
ALWAYS_INLINE void emit_many(bit_writer *w, const code_book *c, const uint8_t *text, uint32_t run, int special)
{
    do {
        uint32_t done = 3;
#ifdef SMSCORE_X86
        if (special)
            done = is_digit(text[0]) ? emit_digits_bmi2(w, c, text, run) : emit_some(w, c, text, run);
        else
#else
        (void)special;
#endif
        if (!c->threes || !emit_digits(w, c, text))
            emit_few(w, c, text, 3);
        text += done;
        run -= done;
    } while (run >= 4);
    if (run)
        emit_few(w, c, text, run);
}

ALWAYS_INLINE void emit_match(bit_writer *w, const code_book *c, uint32_t length, uint32_t distance)
{
    uint32_t less_one = distance - 1, extra = distance_extra(less_one);
    composed all = compose(begin(c->length[length]), c->distance[distance_symbol(less_one)]);
    all.bits |= (uint64_t)(less_one & ((1u << extra) - 1)) << (all.count & 63);
    all.count += extra;
    emit(w, all);
}

ALWAYS_INLINE void emit_token(bit_writer *w, const code_book *c, const token *t, const uint8_t *text, int special)
{
    if (t->run < 4 && (special || t->run))
        emit_few(w, c, text, t->run);
    else if (t->run)
        emit_many(w, c, text, t->run, special);
    if (t->length)
        emit_match(w, c, t->length, t->distance);
}

/* The tokens from `t` up to `end`, which begin at `text`; returns where they end. */
ALWAYS_INLINE const uint8_t *emit_tokens(deflater *d, const token *t, const token *end, const uint8_t *text, int special)
{
    bit_writer w = d->writer;
    for (; t < end; t++) {
        emit_token(&w, &d->codes, t, text, special);
        text += (size_t)t->run + t->length;
    }
    d->writer = w;
    return text;
}

#ifdef SMSCORE_X86
__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))) static const uint8_t *emit_special(deflater *d, const token *end,
                                                                                   const uint8_t *text)
{
    return emit_tokens(d, d->tokens, end, text, 1);
}

enum { WRITTEN_SOON = 4096 }; /* bytes ahead: by itself the machine begins too late */

/* And the checksum of the chunk on the way: its steps do not wait for the bits, nor the bits for them. */
__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,pclmul,vpclmulqdq"))) static const uint8_t *
emit_folding(deflater *d, const token *end, const uint8_t *text)
{
    bit_writer w = d->writer;
    folding f = begin_folding(&d->crc_tables, ~d->crc, text, d->cursor - d->chunk);
    for (const token *t = d->tokens; t < end; t++) {
        emit_token(&w, &d->codes, t, text, 1);
        text += (size_t)t->run + t->length;
        fetch_line(&d->ahead[(uintptr_t)t / sizeof *t % 2]);
        fetch((const void *)((uintptr_t)w.out + WRITTEN_SOON));
        fold_step(&f);
    }
    d->writer = w;
    d->crc = ~end_folding(&d->crc_tables, &f);
    return text;
}

/* The tokens before the last ones, of whose literals no 16 bytes can be read. */
static const token *readable(const deflater *d)
{
    const token *end = d->tokens + d->used;
    for (uint32_t at = d->cursor; end > d->tokens && d->size - at < 16; end--)
        at -= (uint32_t)end[-1].run + end[-1].length;
    return end;
}
#endif

void smscore_emit(deflater *d)
{
    const token *from = d->tokens, *end = from + d->used;
    const uint8_t *text = d->text + d->chunk;
    uint32_t size = d->cursor - d->chunk, summed = 0;
#ifdef SMSCORE_X86
    if (d->draws && d->codes.most_digits) {
        from = readable(d);
        summed = d->folds && size >= FOLDED;
        text = summed ? emit_folding(d, from, text) : emit_special(d, from, text);
    }
#endif
    emit_tokens(d, from, end, text, 0);
    if (!summed)
        d->crc = smscore_crc32(&d->crc_tables, d->folds, d->crc, d->text + d->chunk, size);
}
