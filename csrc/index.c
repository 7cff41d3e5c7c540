/*
 * The mobiles seen so far: open addressing in shards.
 *
 * A key is found where its hash says or in the slots behind; slots are never emptied one by one, so a search ends at
 * the first free one. A shard grows by being moved into a larger one, while the others stay as they are.
 */
#include "common.h"

/* Fibonacci hashing: the top bits choose the shard, the next 32 the slot. */
static inline uint64_t hash_of(uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static inline smscore_shard *shard_of(const smscore_index *index, uint64_t hash)
{
    return &index->shards[index->shard_bits ? hash >> (64 - index->shard_bits) : 0];
}

/* The slot that holds the key, or the free one where it belongs. */
static inline uint32_t slot_of(const smscore_shard *shard, uint64_t hash, uint64_t key, uint32_t shard_bits)
{
    uint64_t low = (hash << shard_bits) >> 32;
    uint32_t slot = (uint32_t)(low * shard->slots >> 32);
    while (shard->keys[slot] != 0 && shard->keys[slot] != key)
        slot = slot + 1 == shard->slots ? 0 : slot + 1;
    return slot;
}

int32_t smscore_find_place(const smscore_index *index, uint64_t key, smscore_place *where, int64_t *seen_in)
{
    uint64_t hash = hash_of(key);
    where->shard = shard_of(index, hash);
    where->slot = slot_of(where->shard, hash, key, index->shard_bits);
    if (where->shard->keys[where->slot] == 0)
        return SMSCORE_OK;
    *seen_in = where->shard->rows[where->slot];
    return SMSCORE_DUPLICATE;
}

void smscore_take_place(const smscore_place *where, uint64_t key, uint32_t row)
{
    where->shard->keys[where->slot] = key;
    where->shard->rows[where->slot] = row;
    where->shard->used++;
}

int smscore_has_room(const smscore_index *index, uint32_t rows)
{
    for (uint32_t i = 0; i < 1u << index->shard_bits; i++)
        if (index->shards[i].room - index->shards[i].used < rows)
            return 0;
    return 1;
}

void smscore_rehash(const smscore_shard *from, smscore_shard *to, uint32_t shard_bits)
{
    for (uint32_t i = 0; i < from->slots; i++) {
        if (from->keys[i] == 0)
            continue;
        uint32_t slot = slot_of(to, hash_of(from->keys[i]), from->keys[i], shard_bits);
        to->keys[slot] = from->keys[i];
        to->rows[slot] = from->rows[i];
    }
    to->used = from->used;
}
