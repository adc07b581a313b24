// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonValue;
import io.kguard.event.JsonWriter;

/**
 * Records as JSON, for another process or another machine with the same version of kguard. Every component is written and
 * read under its name. Whatever a record is made of is a record or one of {@link ValueKind}, and a record of a sealed
 * interface names its kind.
 *
 * <p>It uses the JDK alone. A JVM that runs rule tests has the libraries of its project, and starting a JSON library there
 * takes a hundred times longer than what is written.
 */
public final class RecordJson {
    private RecordJson() {}

    /**
     * The JSON of a record, on one line.
     *
     * @throws IllegalArgumentException if it is made of something else
     */
    public static byte[] write(Record value) {
        JsonWriter json = JsonWriter.compact();
        RecordWriter.write(json, value);
        return json.json().getBytes(UTF_8);
    }

    /**
     * The record of a JSON.
     *
     * @param type a record, or a sealed interface of records
     * @throws IllegalArgumentException if it is no JSON of such a record: a component is missing, unknown or malformed
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(parse(json), type);
    }

    /**
     * The record of a value in a JSON.
     *
     * @throws IllegalArgumentException as in {@link #read(byte[], Class)}
     */
    public static <T> T read(JsonValue json, Class<T> type) {
        return type.cast(RecordReader.record(json, type));
    }

    /**
     * A JSON of which only a part is read.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    public static JsonValue parse(byte[] json) {
        return JsonValue.parse(new String(json, ISO_8859_1));
    }
}
