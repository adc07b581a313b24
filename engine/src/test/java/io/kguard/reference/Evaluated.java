// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The results of filters and formats on a capture.
 *
 * @param rows its delivered events
 * @param errors the errors of filters and formats that do not compile, by {@code f} or {@code o} and their number
 * @param failure what ended the capture early; empty if nothing did
 */
public record Evaluated(List<Row> rows, Map<String, String> errors, String failure) {
    /**
     * The results for an event.
     *
     * @param number the event's number
     * @param verdicts a {@code +} for each filter that matches, a {@code -} for the others
     * @param texts the string of each format that has one, by index; the library's are Latin-1, one char per byte
     */
    public record Row(long number, String verdicts, Map<Integer, String> texts) {}

    /** The verdicts on an event that is not compared. */
    static final String NOT_COMPARED = "?";

    /** The numbers of the events that a filter matches. */
    List<Long> matches(int filter) {
        List<Long> numbers = new ArrayList<>();
        for (Row row : rows) {
            if (row.verdicts().charAt(filter) == '+') {
                numbers.add(row.number());
            }
        }
        return numbers;
    }

    /** The differences to the expected results: one line per filter and format. */
    List<String> differences(Evaluated expected, List<String> filters, List<String> formats) {
        List<String> differences = new ArrayList<>();
        if (!failure.equals(expected.failure())) {
            differences.add("ended by '" + failure + "', not by '" + expected.failure() + "'");
        }
        List<Long> numbers = rows.stream().map(Row::number).toList();
        if (!numbers.equals(expected.rows().stream().map(Row::number).toList())) {
            differences.add("other events are delivered");
            return differences;
        }
        for (int i = 0; i < filters.size(); i++) {
            compare("f" + i, "filter " + filters.get(i), expected, ofVerdicts(i), differences);
        }
        for (int i = 0; i < formats.size(); i++) {
            compare("o" + i, "format " + formats.get(i), expected, ofTexts(i), differences);
        }
        return differences;
    }

    private void compare(
            String key, String title, Evaluated expected, Difference difference, List<String> differences) {
        String error = errors.get(key);
        String expectedError = expected.errors().get(key);
        if (!Objects.equals(error, expectedError)) {
            differences.add(title + "\n    error " + error + ", expected " + expectedError);
            return;
        }
        int count = 0;
        String first = "";
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).verdicts().equals(NOT_COMPARED)) {
                continue;
            }
            String text = difference.of(rows.get(i), expected.rows().get(i));
            if (text != null && count++ == 0) {
                first = text;
            }
        }
        if (count > 0) {
            differences.add(title + "\n    differs for " + count + " events: " + first);
        }
    }

    /** The difference in an event, or null if none. */
    private interface Difference {
        @Nullable
        String of(Row row, Row expected);
    }

    private static Difference ofVerdicts(int filter) {
        return (row, expected) -> {
            char verdict = row.verdicts().charAt(filter);
            return verdict == expected.verdicts().charAt(filter) ? null : verdict + " for event " + row.number();
        };
    }

    private static Difference ofTexts(int format) {
        return (row, expected) -> {
            String value = row.texts().get(format);
            String wanted = decoded(expected.texts().get(format));
            return Objects.equals(value, wanted)
                    ? null
                    : "event " + row.number() + ": '" + value + "', expected '" + wanted + "'";
        };
    }

    private static @Nullable String decoded(@Nullable String latin1) {
        return latin1 == null ? null : new String(latin1.getBytes(ISO_8859_1), UTF_8);
    }
}
