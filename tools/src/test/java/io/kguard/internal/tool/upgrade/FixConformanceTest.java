// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import static io.kguard.event.FalcoVersion.CURRENT;
import static io.kguard.event.FalcoVersion.V0_40;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.internal.difference.AlertComparison;
import io.kguard.internal.difference.RecordingDifference;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the fix makes of rule files of public repositories, and of Falco's own. */
@RequiresShared
class FixConformanceTest {
    private static final List<Path> STOCK = Stream.of(
                    "falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml")
            .map(file -> Shared.path("conformance/falco-rules/0.40").resolve(file))
            .toList();

    private static List<Path> files(String... folders) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Shared.path("conformance/" + folder))) {
                files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                        .sorted()
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** Even where it is refused because rules do not load. */
    @Test
    void theSecondTimeNothingChanges() throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> again = new ArrayList<>();
        for (Path file : Share.orAll(files("real-world", "falco-rules", "evtgen-suite"))) {
            Side to = new Side(CURRENT, STOCK.contains(file) ? List.of() : STOCK, List.of(file));
            LoadResult after = to.load();
            Fixer fixer = new Fixer(V0_40, to, after);
            List<FixedFile> fixed = fixer.files();
            counts.merge("files", 1, Integer::sum);
            if (fixed.isEmpty()) {
                continue;
            }
            String refusal = fixer.refusal(fixer.expected(fixed), fixer.load(fixed));
            counts.merge(refusal.isEmpty() ? "fixed" : "refused", 1, Integer::sum);
            if (refusal.isEmpty() != after.isSuccessful()) {
                again.add(file + ": " + refusal);
            }
            Path copy = Files.createTempFile("fixed", ".yaml");
            Files.writeString(copy, fixed.get(0).after());
            Side second = new Side(CURRENT, to.stock(), List.of(copy));
            if (!new Fixer(V0_40, second, second.load()).files().isEmpty()) {
                again.add(file + " changes again");
            }
            Files.delete(copy);
        }
        System.out.println("fixes: " + counts);
        assertThat(again).isEmpty();
        assertThat(counts.getOrDefault("files", 0)).isGreaterThanOrEqualTo(Share.isLarge() ? 140 : 8);
        assertThat(counts.getOrDefault("fixed", 0)).isGreaterThanOrEqualTo(Share.isLarge() ? 10 : 0);
    }

    /** Apart from what is rewritten, and white space beside it, both texts are the same; comments are in any case. */
    @Test
    void nothingElseIsTouched() throws IOException {
        int fixes = 0;
        for (Path file : Share.orAll(files("real-world", "falco-rules"))) {
            Side to = new Side(CURRENT, STOCK.contains(file) ? List.of() : STOCK, List.of(file));
            for (FixedFile fixed : new Fixer(V0_40, to, to.load()).files()) {
                fixes++;
                assertThat(withoutRewritten(fixed.after())).as("%s", file).isEqualTo(withoutRewritten(fixed.before()));
                assertThat(comments(fixed.after())).as("%s", file).isEqualTo(comments(fixed.before()));
            }
        }
        assertThat(fixes).isGreaterThanOrEqualTo(Share.isLarge() ? 10 : 1);
    }

    private static String withoutRewritten(String text) {
        return ContainerInfoRewrite.spelledOut(text)
                .replaceAll("\\s", "")
                .replaceAll("and|evt\\.dir==?\"?<\"?|append:true", "")
                .replaceAll("override:\\{?(?:(?:items|condition|exceptions):append[,}]*)+", "")
                .replace("()", "");
    }

    private static List<String> comments(String text) {
        return text.lines().filter(line -> line.strip().startsWith("#")).toList();
    }

    /** All captures, with all rules of Falco and of the files that load. */
    @Test
    void alertsAreTheSameWithTheFix() throws IOException {
        List<Path> rules = new ArrayList<>(STOCK);
        for (Path file : Share.orAll(files("real-world/rules", "real-world/helm"))) {
            List<Path> with = new ArrayList<>(rules);
            with.add(file);
            if (RuleLoader.of(CURRENT).load(with).isSuccessful()) {
                rules.add(file);
            }
        }
        Side to = new Side(CURRENT, List.of(), rules);
        Fixer fixer = new Fixer(V0_40, to, to.load());
        List<FixedFile> fixed = fixer.files();
        LoadResult expected = fixer.expected(fixed);
        LoadResult after = fixer.load(fixed);
        assertThat(fixer.refusal(expected, after)).isEmpty();
        AlertComparison comparison = new AlertComparison(compiled(expected), compiled(after));
        List<Path> captures;
        try (Stream<Path> all = Files.list(Shared.path("conformance/captures"))) {
            captures = Share.orAll(all.filter(file -> file.toString().endsWith(".scap"))
                    .sorted()
                    .toList());
        }
        int alerts = 0;
        for (Path capture : captures) {
            RecordingDifference difference = comparison.of(capture);
            assertThat(difference.rules()).as("%s", capture).isEmpty();
            alerts += difference.after();
        }
        System.out.println("same alerts: " + alerts + " on " + captures.size() + " captures, " + rules.size()
                + " files, " + fixed.size() + " fixed");
        assertThat(captures).hasSizeGreaterThanOrEqualTo(Share.isLarge() ? 55 : 3);
        assertThat(fixed).hasSizeGreaterThanOrEqualTo(Share.isLarge() ? 10 : 1);
        assertThat(alerts).isGreaterThanOrEqualTo(Share.isLarge() ? 500 : 5);
    }

    private static RuleSet compiled(LoadResult loaded) {
        return RuleSet.compile(
                loaded, EngineOptions.of(CURRENT).withMatching(Matching.ALL).with(Selection.enableRule("*")));
    }
}
