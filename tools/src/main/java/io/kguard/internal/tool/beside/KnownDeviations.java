// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.internal.difference.AlertComparison.Unlike;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.result.BaselineFile;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a Falco beside is known to say something else than kguard, and may for some time.
 *
 * @param entries the known deviations
 * @param today the day on which entries expire or do not
 */
public record KnownDeviations(List<Entry> entries, LocalDate today) {
    /** No deviation is known. */
    public static final KnownDeviations NONE = new KnownDeviations(List.of(), LocalDate.EPOCH);

    private static final String LIST = "known-deviations";
    private static final Set<String> FILE_KEYS = keys(LIST);
    private static final Set<String> KEYS =
            keys("scenario", "capture", "rule", "differs", "event", "fields", "reason", "expires");
    private static final YamlFormat FORMAT =
            new YamlFormat("list of deviations", "it should have " + LIST, 1 << 20, 10, 0, 100_000);
    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_FIELDS = 100;

    public KnownDeviations {
        entries = List.copyOf(entries);
    }

    /** In what the alerts of a rule differ. */
    enum Kind {
        ONLY_KGUARD("only-kguard", "only kguard"),
        ONLY_FALCO("only-falco", "only Falco"),
        FIELDS("fields", "kguard, then Falco");

        /** Its name in the file. */
        private final String written;
        /** What stands before an alert in a report. */
        private final String title;

        Kind(String written, String title) {
            this.written = written;
            this.title = title;
        }

        String title() {
            return title;
        }

        static Kind of(Unlike alert) {
            return alert.after() == null ? ONLY_KGUARD : alert.before() == null ? ONLY_FALCO : FIELDS;
        }

        /** The first alerts of a rule that differ in it. */
        List<String> lines(RuleDifference difference) {
            return switch (this) {
                case ONLY_KGUARD -> difference.vanish();
                case ONLY_FALCO -> difference.appear();
                case FIELDS -> difference.changes();
            };
        }

        @Override
        public String toString() {
            return written;
        }
    }

    /**
     * Alerts that may differ.
     *
     * @param rule the rule's name
     * @param kind in what an alert of it differs
     * @param event a part of that alert's output, which tells the event. Where both have the alert, kguard's output has it
     * @param fields what may differ; empty but for {@link Kind#FIELDS}
     */
    record Excused(String rule, Kind kind, String event, Set<String> fields) {
        boolean isOf(Unlike alert) {
            return kind == Kind.of(alert)
                    && rule.equals(alert.rule())
                    && alert.output().contains(event)
                    && fields.containsAll(alert.fields());
        }
    }

    /**
     * A known deviation.
     *
     * @param name the scenario's id, or the end of the capture's path
     * @param alerts what may differ
     * @param reason why that is accepted
     * @param expires the last day on which it is
     * @param place where it is written
     */
    public record Entry(String name, Excused alerts, String reason, LocalDate expires, String place) {
        boolean isOf(Agreement agreement) {
            return agreement.name().equals(name) || Path.of(agreement.name()).endsWith(name);
        }

        @Override
        public String toString() {
            return name + ": \"" + alerts.rule() + "\" " + alerts.kind() + " \"" + alerts.event() + "\"";
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if something is wrong with it; the message lists every mistake with its place
     * @throws IOException if it can't be read
     */
    public static KnownDeviations read(Path file) throws IOException {
        return read(file, LocalDate.now(ZoneId.systemDefault()));
    }

    public static KnownDeviations read(Path file, LocalDate today) throws IOException {
        YamlDocument document = YamlDocument.read(file.toString(), file, FORMAT, (value, written) -> written);
        List<Entry> entries = new ArrayList<>();
        YamlValue root = document.root();
        YamlMapping all = root == null ? null : root.mapping("a list of deviations", FILE_KEYS);
        if (all != null) {
            all.require(LIST, "a list without a known deviation is " + LIST + ": []");
            all.items(LIST, MAX_ENTRIES).forEach(item -> entry(item, file, entries));
        }
        if (document.mistakes() > 0) {
            throw new IllegalArgumentException(YamlProblem.render(document.problems()));
        }
        return new KnownDeviations(entries, today);
    }

    private static void entry(YamlValue value, Path file, List<Entry> entries) {
        YamlMapping mapping = value.mapping("a known deviation", KEYS);
        if (mapping == null) {
            return;
        }
        mapping.require("rule", "the rule whose alerts differ");
        mapping.require("differs", "in what they differ: " + kinds());
        mapping.require("event", "a part of the alert's output that tells the event, such as event: command=sh -c id");
        mapping.require("reason", "why this may differ, such as the number of a ticket");
        mapping.require("expires", "the last day on which it may, such as expires: 2027-01-31");
        String scenario = mapping.text("scenario");
        String capture = mapping.text("capture");
        if ((scenario == null) == (capture == null)) {
            value.problem("a known deviation has a scenario or a capture", "give one of the two");
        }
        String rule = mapping.text("rule");
        String reason = mapping.text("reason");
        if (reason != null && reason.isBlank()) {
            mapping.problem("reason", "the reason is empty", "say why this may differ");
        }
        String event = mapping.text("event");
        if (event != null && event.isBlank()) {
            mapping.problem("event", "the event is empty", "give a part of the alert's output that tells it");
        }
        Kind kind = kind(mapping);
        Set<String> fields = Set.copyOf(mapping.texts("fields", MAX_FIELDS));
        if (kind != null && (kind == Kind.FIELDS) == fields.isEmpty()) {
            value.problem(
                    kind == Kind.FIELDS
                            ? "it does not say which fields differ"
                            : "\"fields\" are for differs: " + Kind.FIELDS,
                    kind == Kind.FIELDS ? "name them, such as fields: [proc.exe_ino.mtime]" : "remove them");
        }
        LocalDate expires = BaselineFile.expires(mapping);
        String name = scenario == null ? capture : scenario;
        if (name != null && rule != null && event != null && reason != null && kind != null && expires != null) {
            String place = file + ":" + value.line() + ":" + value.column();
            entries.add(new Entry(name, new Excused(rule, kind, event, fields), reason, expires, place));
        }
    }

    private static @Nullable Kind kind(YamlMapping mapping) {
        String written = mapping.text("differs");
        if (written == null) {
            return null;
        }
        return Stream.of(Kind.values())
                .filter(kind -> kind.toString().equals(written))
                .findFirst()
                .orElseGet(() -> {
                    mapping.problem("differs", "\"differs\" is " + kinds(), "");
                    return null;
                });
    }

    private static String kinds() {
        return Stream.of(Kind.values()).map(Kind::toString).collect(Collectors.joining(", "));
    }

    /** The entries of a difference. */
    List<Entry> entries(Agreement agreement, RuleDifference difference, Kind kind) {
        return entries.stream()
                .filter(entry -> entry.isOf(agreement))
                .filter(entry -> alerts(agreement, difference, kind).anyMatch(entry.alerts()::isOf))
                .toList();
    }

    private static Stream<Unlike> alerts(Agreement agreement, RuleDifference difference, Kind kind) {
        return agreement.unlike().stream()
                .filter(alert -> alert.rule().equals(difference.rule()) && Kind.of(alert) == kind);
    }

    boolean isExpired(Entry entry) {
        return today.isAfter(entry.expires());
    }

    /** The alerts of a difference that nothing excuses. */
    List<Unlike> unknown(Agreement agreement, RuleDifference difference, Kind kind) {
        List<Entry> valid = entries.stream()
                .filter(entry -> entry.isOf(agreement) && !isExpired(entry))
                .toList();
        return alerts(agreement, difference, kind)
                .filter(alert ->
                        valid.stream().noneMatch(entry -> entry.alerts().isOf(alert)))
                .toList();
    }

    /** Whether every alert of a difference is excused. */
    boolean isKnown(Agreement agreement, RuleDifference difference) {
        return Stream.of(Kind.values())
                .allMatch(kind -> unknown(agreement, difference, kind).isEmpty());
    }

    /** Entries of deviations that do not occur any more, in sentences. What was not compared says nothing of them. */
    List<String> stale(List<Agreement> agreements) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            List<Agreement> compared = agreements.stream()
                    .filter(agreement -> agreement.doubt().isEmpty() && entry.isOf(agreement))
                    .toList();
            boolean occurs = compared.stream()
                    .flatMap(agreement -> agreement.unlike().stream())
                    .anyMatch(entry.alerts()::isOf);
            if (!compared.isEmpty() && !occurs) {
                lines.add("STALE " + entry + " does not occur any more. Remove it at " + entry.place() + ".");
            }
        }
        return lines;
    }
}
