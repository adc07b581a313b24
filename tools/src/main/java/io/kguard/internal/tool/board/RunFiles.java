// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.internal.file.FileBelow;
import io.kguard.internal.message.Wording;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.ResultsJson;
import io.kguard.internal.report.ResultsJson.Check;
import io.kguard.internal.report.ResultsJson.Rule;
import io.kguard.internal.report.ResultsJson.Word;
import io.kguard.internal.tool.evasion.EvasionReport;
import io.kguard.internal.tool.metadata.MetadataAnalysis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that a run left behind. They are of one run, and what they count is what they list: a list that lost a member would pass
 * for a smaller run.
 *
 * @param folder where they are
 */
record RunFiles(Path folder) {
    static final String RESULTS = "results.json";
    static final String EVASION = "evasion.json";
    static final String METADATA = "metadata.json";

    /** The largest file that is read. */
    private static final int MAX_BYTES = 64 << 20;

    /**
     * The results of the run.
     *
     * @throws IOException if they can't be read, or are damaged
     */
    ResultsJson results() throws IOException {
        JsonValue json = parse(RESULTS);
        int format = record(RESULTS, json, Format.class).format();
        if (format != ResultsJson.FORMAT) {
            throw damaged(RESULTS, "it has format " + format + ", and this kguard reads format " + ResultsJson.FORMAT);
        }
        ResultsJson results = record(RESULTS, json, ResultsJson.class);
        requireOnce(RESULTS, "rules", quoted(results.lists().rules().stream().map(Rule::rule)));
        List<Check> checks = results.lists().checks();
        boolean problem = !results.ending().problem().isEmpty();
        requireSame("summary: passed", results.summary().passed(), count(checks, Word.PASSED));
        requireSame("summary: failed", results.summary().failed(), count(checks, Word.FAILED));
        requireSame("summary: error", results.summary().error(), count(checks, Word.ERROR) + (problem ? 1 : 0));
        requireSame("known", results.counts().known(), count(checks, Word.KNOWN));
        requireSame(
                "ruleCoverage: rules",
                results.ruleCoverage().rules(),
                results.lists().rules().stream().filter(Rule::counts).count());
        for (OmittedCheck.Kind kind : OmittedCheck.Kind.values()) {
            List<OmittedCheck.Group> groups = results.omitted().of(kind);
            for (int i = 0; i < groups.size(); i++) {
                long counted = groups.get(i).checks();
                int listed = BoardSet.Unplayed.of(groups.get(i), kind).size();
                if (counted != listed) {
                    throw damaged(
                            RESULTS, kind.key() + "[" + i + "]: it counts " + counted + " checks and lists " + listed);
                }
            }
        }
        return results;
    }

    /** What is read first: of another format no more can be read. */
    private record Format(int format) {}

    private static List<String> quoted(Stream<String> rules) {
        return rules.map(rule -> "the rule \"" + rule + "\"").toList();
    }

    private static long count(List<Check> checks, Word verdict) {
        return checks.stream().filter(check -> check.verdict() == verdict).count();
    }

    private void requireSame(String what, long counted, long listed) throws IOException {
        if (counted != listed) {
            throw damaged(RESULTS, what + " is " + counted + ", and the lists have " + listed);
        }
    }

    /**
     * The attacks in other ways.
     *
     * @throws IOException if the file is damaged, or of another run
     */
    EvasionReport.Results evasion(Set<String> known) throws IOException {
        EvasionReport.Results results = read(EVASION, EvasionReport.Results.class);
        for (int i = 0; i < results.rules().size(); i++) {
            EvasionReport.OfRule rule = results.rules().get(i);
            if (rule.caught() != rule.seen().size()
                    || rule.variants() != rule.seen().size() + rule.missed().size()
                    || rule.unseen()
                            != rule.missed().stream()
                                    .filter(one -> one.seenBy().isEmpty())
                                    .count()) {
                throw damaged(EVASION, "rules[" + i + "]: its counts are not those of what it lists");
            }
        }
        List<String> rules =
                results.rules().stream().map(EvasionReport.OfRule::rule).toList();
        requireKnown(EVASION, "rules", rules, known);
        requireOnce(EVASION, "rules", quoted(rules.stream()));
        requireOnce(
                EVASION,
                "uncounted",
                results.uncounted().stream()
                        .map(one -> "the variant " + one.key().evasion() + " of "
                                + one.key().scenario())
                        .toList());
        return results;
    }

    /**
     * Late or missing metadata.
     *
     * @throws IOException if the file is damaged, or of another run
     */
    MetadataAnalysis.Results metadata(Set<String> known) throws IOException {
        MetadataAnalysis.Results results = read(METADATA, MetadataAnalysis.Results.class);
        requireKnown(METADATA, "silenced", rules(results.silenced()), known);
        requireKnown(METADATA, "raised", rules(results.raised()), known);
        return results;
    }

    private static List<String> rules(List<MetadataAnalysis.Changed> changed) {
        return changed.stream().map(MetadataAnalysis.Changed::rule).toList();
    }

    private void requireKnown(String file, String list, List<String> rules, Set<String> known) throws IOException {
        for (int i = 0; i < rules.size(); i++) {
            if (!known.contains(rules.get(i))) {
                throw damaged(
                        file,
                        list + "[" + i + "]: the rule \"" + rules.get(i) + "\" is not in " + RESULTS
                                + ": the files are of two runs");
            }
        }
    }

    private void requireOnce(String file, String list, List<String> names) throws IOException {
        Set<String> found = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (!found.add(names.get(i))) {
                throw damaged(file, list + "[" + i + "]: " + names.get(i) + " is there twice");
            }
        }
    }

    private <T extends Record> T read(String name, Class<T> type) throws IOException {
        return record(name, parse(name), type);
    }

    /** No link leads out of the folder: it may be what somebody else's build left behind. */
    private JsonValue parse(String name) throws IOException {
        byte[] bytes = FileBelow.read(folder, Path.of(name), MAX_BYTES);
        try {
            return RecordJson.parse(bytes);
        } catch (JsonException e) {
            String before = new String(bytes, 0, Math.min(e.at(), bytes.length), ISO_8859_1);
            long line = before.chars().filter(c -> c == '\n').count() + 1;
            int column = before.length() - before.lastIndexOf('\n');
            throw damaged(name + ":" + line + ":" + column, "it is no whole JSON file: " + e.getMessage());
        }
    }

    private <T extends Record> T record(String name, JsonValue json, Class<T> type) throws IOException {
        try {
            return RecordJson.readReport(json, type);
        } catch (IllegalArgumentException e) {
            throw damaged(name, String.valueOf(e.getMessage()));
        }
    }

    private IOException damaged(String file, String what) {
        return new IOException(folder.resolve(file) + ": " + what
                + ". The file is damaged, or another version of kguard wrote it. Make the run again: "
                + Wording.command("verify"));
    }
}
