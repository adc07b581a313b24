package io.kguard.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What filters and formats give on a capture.
 *
 * @param rows its delivered events
 * @param errors the errors of filters and formats that do not compile, under {@code f} or {@code o} and their number
 * @param failure what ended the capture early; empty if nothing did
 */
public record Evaluated(List<Row> rows, Map<String, String> errors, String failure) {
    /**
     * What they give for an event.
     *
     * @param number the event's number
     * @param verdicts a {@code +} for each filter that matches, a {@code -} for the others
     * @param texts the text of each format that has one, by index; the library's are Latin-1, a char for each byte
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

    /** How this differs from what is expected: a line for each filter and format. */
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
            compare(i, filters.get(i), expected, differences);
        }
        for (int i = 0; i < formats.size(); i++) {
            compareTexts(i, formats.get(i), expected, differences);
        }
        return differences;
    }

    private void compare(int filter, String text, Evaluated expected, List<String> differences) {
        String error = errors.get("f" + filter);
        String expectedError = expected.errors().get("f" + filter);
        if (!Objects.equals(error, expectedError)) {
            differences.add("filter " + text + "\n    error " + error + ", expected " + expectedError);
            return;
        }
        int count = 0;
        String first = "";
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).verdicts().equals(NOT_COMPARED)) {
                continue;
            }
            char verdict = rows.get(i).verdicts().charAt(filter);
            if (verdict != expected.rows().get(i).verdicts().charAt(filter) && count++ == 0) {
                first = verdict + " for event " + rows.get(i).number();
            }
        }
        if (count > 0) {
            differences.add("filter " + text + "\n    differs for " + count + " events: " + first);
        }
    }

    private void compareTexts(int format, String text, Evaluated expected, List<String> differences) {
        String error = errors.get("o" + format);
        String expectedError = expected.errors().get("o" + format);
        if (!Objects.equals(error, expectedError)) {
            differences.add("format " + text + "\n    error " + error + ", expected " + expectedError);
            return;
        }
        int count = 0;
        String first = "";
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).verdicts().equals(NOT_COMPARED)) {
                continue;
            }
            String value = rows.get(i).texts().get(format);
            String wanted = decoded(expected.rows().get(i).texts().get(format));
            if (!Objects.equals(value, wanted) && count++ == 0) {
                first = "event " + rows.get(i).number() + ": '" + value + "', expected '" + wanted + "'";
            }
        }
        if (count > 0) {
            differences.add("format " + text + "\n    differs for " + count + " events: " + first);
        }
    }

    private static @Nullable String decoded(@Nullable String latin1) {
        return latin1 == null ? null : new String(latin1.getBytes(ISO_8859_1), UTF_8);
    }
}
