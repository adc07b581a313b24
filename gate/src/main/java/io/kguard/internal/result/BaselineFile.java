// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.event.JsonWriter;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.scenario.Expectation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code kguard-baseline.yaml}. */
public final class BaselineFile {
    /** Its name in a project. */
    public static final String NAME = "kguard-baseline.yaml";

    private static final String LIST = "known-failures";
    private static final Set<String> FILE_KEYS = keys(LIST);
    private static final Set<String> KEYS = keys("scenario", "test", "rule", "expect", "reason", "expires");
    private static final YamlFormat FORMAT =
            new YamlFormat("baseline", "it should have " + LIST, 1 << 20, 10, 0, 100_000);
    private static final int MAX_ENTRIES = 10_000;

    private final String name;
    private final List<Baseline.Entry> entries = new ArrayList<>();

    private BaselineFile(String name) {
        this.name = name;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if something is wrong with it; the message lists every mistake with its place
     * @throws IOException if it can't be read
     */
    public static Baseline read(Path file) throws IOException {
        return read(file, LocalDate.now(ZoneId.systemDefault()));
    }

    static Baseline read(Path file, LocalDate today) throws IOException {
        YamlDocument document = YamlDocument.read(file.toString(), file, FORMAT, (value, written) -> written);
        BaselineFile reader = new BaselineFile(file.toString());
        YamlValue root = document.root();
        YamlMapping all = root == null ? null : root.mapping("a baseline", FILE_KEYS);
        if (all != null) {
            all.require(LIST, "a baseline without a known failure is " + LIST + ": []");
            all.items(LIST, MAX_ENTRIES).forEach(reader::entry);
        }
        if (document.mistakes() > 0) {
            throw new IllegalArgumentException(YamlProblem.render(document.problems()));
        }
        return new Baseline(file, reader.entries, today);
    }

    private void entry(YamlValue value) {
        YamlMapping mapping = value.mapping("a known failure", KEYS);
        if (mapping == null) {
            return;
        }
        mapping.require("rule", "the rule that fails its check");
        mapping.require("expect", "what the rule should do: fires, silent or blind");
        mapping.require("reason", "why this may fail for now, such as the number of a ticket");
        mapping.require("expires", "the last day on which it may fail, such as expires: 2027-01-31");
        String test = mapping.text("test");
        String scenario = mapping.text("scenario");
        if ((test == null) == (scenario == null)) {
            value.problem("a known failure has a scenario or a test", "give one of the two");
        }
        String rule = mapping.text("rule");
        String reason = mapping.text("reason");
        Outcome outcome = outcome(mapping);
        LocalDate expires = expires(mapping);
        if (reason != null && reason.isBlank()) {
            mapping.problem("reason", "the reason is empty", "say why this may fail for now");
        }
        if (rule != null && reason != null && outcome != null && expires != null) {
            Baseline.Entry entry = new Baseline.Entry(
                    test == null ? "" : test,
                    scenario == null ? "" : scenario,
                    rule,
                    outcome,
                    reason,
                    expires,
                    name + ":" + value.line() + ":" + value.column());
            if (entries.stream().anyMatch(entry::isSame)) {
                value.problem("this check is in the baseline already", "remove one of the two");
            }
            entries.add(entry);
        }
    }

    private static @Nullable Outcome outcome(YamlMapping mapping) {
        String written = mapping.text("expect");
        if (written == null) {
            return null;
        }
        return Stream.of(Outcome.values())
                .filter(outcome -> outcome.toString().equals(written))
                .findFirst()
                .orElseGet(() -> {
                    mapping.problem("expect", "\"expect\" is fires, silent or blind", "");
                    return null;
                });
    }

    public static @Nullable LocalDate expires(YamlMapping mapping) {
        YamlValue value = mapping.get("expires");
        if (value == null) {
            return null;
        }
        try {
            return LocalDate.parse(value.written());
        } catch (DateTimeParseException e) {
            value.problem("\"expires\" is no date", "write year, month and day, such as 2027-01-31");
            return null;
        }
    }

    /**
     * Writes the failures of a result into a file. Those that it has already keep their reason and their day.
     *
     * @param reason the reason of new ones
     * @param expires the day of new ones
     * @return how many there are
     * @throws IllegalArgumentException if something is wrong with the file
     */
    public static int write(Path file, SuiteResult result, String reason, LocalDate expires) throws IOException {
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    Wording.option("reason") + " is empty: say why the checks may fail for now");
        }
        Baseline old =
                Files.exists(file) ? read(file) : new Baseline(file, List.of(), LocalDate.now(ZoneId.systemDefault()));
        Baseline now = old.of(result, reason, expires);
        if (Files.exists(file) || !now.entries().isEmpty()) {
            WholeFile.write(file, text(now));
        }
        return now.entries().size();
    }

    /** The text of a baseline's file. Strings are as in JSON, which is YAML. */
    static String text(Baseline baseline) {
        StringBuilder text = new StringBuilder(
                "# Checks that may fail until a date. " + Wording.goal("baseline") + " writes this file.\n");
        text.append(LIST).append(baseline.entries().isEmpty() ? ": []\n" : ":\n");
        for (Baseline.Entry entry : baseline.entries()) {
            text.append("  - ").append(entry.test().isEmpty() ? "scenario: " : "test: ");
            text.append(quoted(entry.test().isEmpty() ? entry.scenario() : entry.test()));
            text.append("\n    rule: ").append(quoted(entry.rule()));
            text.append("\n    expect: ").append(entry.outcome());
            text.append("\n    reason: ").append(quoted(entry.reason()));
            text.append("\n    expires: ").append(entry.expires()).append('\n');
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return JsonWriter.spaced().value(text).json();
    }
}
