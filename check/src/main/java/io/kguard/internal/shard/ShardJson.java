// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The files of shards. A file has the records of a run as they are, so that whatever a report shows of a run can be shown
 * of its shards. It is for {@code kguard:merge} of the same version alone.
 */
public final class ShardJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .changeDefaultVisibility(visibility -> visibility
                    .withVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                    .withVisibility(PropertyAccessor.CREATOR, Visibility.ANY))
            .addMixIn(Verdict.class, Verdicts.class)
            .addModule(new SimpleModule()
                    .addSerializer(BitSet.class, new BitSetWriter())
                    .addDeserializer(BitSet.class, new BitSetReader()))
            .build();

    private ShardJson() {}

    /** A verdict names its kind. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Verdict.Passed.class, name = "passed"),
        @JsonSubTypes.Type(value = Verdict.Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = Verdict.Known.class, name = "known"),
        @JsonSubTypes.Type(value = Verdict.Errored.class, name = "error")
    })
    private interface Verdicts {}

    private static final class BitSetWriter extends ValueSerializer<BitSet> {
        @Override
        public void serialize(BitSet bits, JsonGenerator json, SerializationContext context) {
            long[] words = bits.toLongArray();
            json.writeArray(words, 0, words.length);
        }
    }

    private static final class BitSetReader extends ValueDeserializer<BitSet> {
        @Override
        public BitSet deserialize(JsonParser json, DeserializationContext context) {
            return BitSet.valueOf(context.readValue(json, long[].class));
        }
    }

    /**
     * Writes a file. It is there as a whole or not at all, however the writer ends.
     *
     * @throws IOException if it can't be written
     */
    public static void write(Path file, Object shard) throws IOException {
        WholeFile.write(file, out -> MAPPER.writeValue(out, shard));
    }

    /**
     * Reads the head of a file, to learn what it is.
     *
     * @throws IOException if it is no shard, is damaged, or can't be read
     */
    public static ShardHead head(Path file) throws IOException {
        OwnFolder.check(file);
        try (var in = Files.newInputStream(file)) {
            return MAPPER.treeToValue(MAPPER.readTree(in).path("head"), ShardHead.class);
        } catch (JacksonException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is no shard, is damaged, or can't be read
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return MAPPER.readValue(in, type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static IOException damaged(Path file, RuntimeException e) {
        String why = e instanceof JacksonException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
        return new IOException(
                file + " is no shard of this version of kguard, or is damaged: " + why
                        + ". Run the shard again with the version that merges it.",
                e);
    }
}
