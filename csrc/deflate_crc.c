/*
 * The checksum of a gzip member (RFC 1952, section 8): the CRC-32 of ISO 3309.
 *
 * A CRC is the remainder of the message, read as a polynomial over single bits, divided by x^32 + x^26 + ... + 1.
 * The portable loop takes eight bytes at a time, with a table for each of them. The other one uses that the remainder
 * stays as it is when 16 bytes are taken away and added again n bits further on, multiplied by x^n modulo the divisor:
 * lanes of 16 bytes are folded down the message in large steps, and the 16 bytes left at the end have the remainder
 * that all of it has.
 */
#include "deflate_crc.h"

#define DIVISOR UINT32_C(0xEDB88320) /* x^0 in the highest bit, x^32 left out */

uint32_t smscore_crc_plain(const crc_tables *tables, uint32_t crc, const uint8_t *data, uint64_t size)
{
    const uint32_t(*t)[256] = tables->table;
    for (; size >= 8; size -= 8, data += 8) {
        uint32_t low = load32(data) ^ crc, high = load32(data + 4);
        crc = t[7][low & 0xFF] ^ t[6][low >> 8 & 0xFF] ^ t[5][low >> 16 & 0xFF] ^ t[4][low >> 24] ^
              t[3][high & 0xFF] ^ t[2][high >> 8 & 0xFF] ^ t[1][high >> 16 & 0xFF] ^ t[0][high >> 24];
    }
    for (; size; size--)
        crc = crc >> 8 ^ t[0][(crc ^ *data++) & 0xFF];
    return crc;
}

/* x^bits modulo the divisor, as a factor of a carry-less multiplication: the product of two numbers whose lowest bit is
 * the highest power has it one bit too low. */
static uint64_t power_of_x(uint32_t bits)
{
    uint32_t power = UINT32_C(1) << 31;
    while (bits--)
        power = power >> 1 ^ (power & 1 ? DIVISOR : 0);
    return (uint64_t)power << 1;
}

/* What the halves of a lane are multiplied by to be added `bytes` further on. */
static void step_factors(uint32_t bytes, uint64_t factors[2])
{
    factors[0] = power_of_x(8 * bytes + 32);
    factors[1] = power_of_x(8 * bytes - 32);
}

void smscore_crc_init(crc_tables *t)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? DIVISOR : 0);
        t->table[0][byte] = crc;
    }
    for (uint32_t byte = 0; byte < 256; byte++)
        for (int i = 1; i < 8; i++)
            t->table[i][byte] = t->table[i - 1][byte] >> 8 ^ t->table[0][t->table[i - 1][byte] & 0xFF];
    step_factors(32, t->pair);
    step_factors(64, t->four);
    step_factors(128, t->eight);
}

#ifdef SMSCORE_X86
/* Two steps at once, of which none waits for the other. */
FOLDING void fold_by_two(const crc_tables *t, folding *f)
{
    __m256i factors = load_factors(t->eight), third = load_lanes(f->data), fourth = load_lanes(f->data + 32);
    f->data += FOLDED;
    f->left -= FOLDED;
    for (; f->left >= 2 * FOLDED; f->data += 2 * FOLDED, f->left -= 2 * FOLDED) {
        f->first = fold(f->first, factors, load_lanes(f->data));
        f->second = fold(f->second, factors, load_lanes(f->data + 32));
        third = fold(third, factors, load_lanes(f->data + 64));
        fourth = fold(fourth, factors, load_lanes(f->data + 96));
    }
    f->first = fold(f->first, f->factors, third);
    f->second = fold(f->second, f->factors, fourth);
}

FOLDING uint32_t crc_folded(const crc_tables *t, uint32_t crc, const uint8_t *data, uint64_t size)
{
    folding f = begin_folding(t, crc, data, size);
    if (f.left >= 2 * FOLDED)
        fold_by_two(t, &f);
    return end_folding(t, &f);
}
#endif

uint32_t smscore_crc32(const crc_tables *t, uint32_t folds, uint32_t crc, const uint8_t *data, uint64_t size)
{
#ifdef SMSCORE_X86
    if (folds && size >= FOLDED)
        return ~crc_folded(t, ~crc, data, size);
#endif
    (void)folds;
    return ~smscore_crc_plain(t, ~crc, data, size);
}
