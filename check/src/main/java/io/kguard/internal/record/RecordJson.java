// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonValue;
import io.kguard.event.JsonWriter;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records as JSON, for another process or another machine with the same version of kguard. Every component is written and
 * read under its name. Whatever a record is made of is a record or one of {@link ValueKind}, and a record of a sealed
 * interface names its kind.
 *
 * <p>It uses the JDK alone. A JVM that runs rule tests has the libraries of its project, and starting a JSON library there
 * takes a hundred times longer than what is written.
 */
public final class RecordJson {
    /** How a report has a component of a record. One without it stands behind the component before it. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface Written {
        /** How far the new line is indented on which it begins; 0 for no new line. */
        int line() default 0;

        /** How far the new line of each of its elements is indented; 0 for no new lines. */
        int rows() default 0;

        /** Whether the components of its record stand in its place; if it is an optional one, they may be absent together. */
        boolean inline() default false;

        /** Whether it is left out. Such a record can't be read. */
        boolean hidden() default false;
    }

    private RecordJson() {}

    /**
     * The JSON of a record, on one line.
     *
     * @throws IllegalArgumentException if it is made of something else
     */
    public static byte[] write(Record value) {
        JsonWriter json = JsonWriter.compact();
        new RecordWriter(json, false).write(value);
        return json.json().getBytes(UTF_8);
    }

    /** The text of a file for users, who have other programs read it: its lines are as {@link Written} says. */
    public static String report(Record value) {
        JsonWriter json = JsonWriter.spaced();
        new RecordWriter(json, true).write(value);
        return json.json() + "\n";
    }

    /**
     * The record of a file for users. It may have more members; numbers are from 0.
     *
     * @throws IllegalArgumentException if it is no JSON of such a record, with the place of what is wrong
     */
    public static <T extends Record> T readReport(byte[] json, Class<T> type) {
        return readReport(parse(json), type);
    }

    /**
     * The record of the JSON of a file for users.
     *
     * @throws IllegalArgumentException as in {@link #readReport(byte[], Class)}
     */
    public static <T extends Record> T readReport(JsonValue json, Class<T> type) {
        return type.cast(new RecordReader(true).record(json, type));
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
        return type.cast(new RecordReader(false).record(json, type));
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
