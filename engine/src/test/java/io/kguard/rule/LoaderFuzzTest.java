// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.lint.Lint;
import io.kguard.lint.LintReport;
import io.kguard.lint.SensorTypes;
import io.kguard.requirement.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule files of random items with random damage. Each ends in rules or diagnostics, and every diagnostic has a position
 * in the file. The message of a failure contains its seed.
 */
class LoaderFuzzTest {
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final int LONG = 300_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsWrittenEndsInRulesOrDiagnostics(long seed) {
        Random random = new Random(seed);
        for (int i = Share.of(250); i > 0; i--) {
            String text = new RandomRules(random).file();
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                text = damaged(text, random);
            }
            String yaml = text;
            FalcoVersion version = random.nextBoolean() ? FalcoVersion.CURRENT : FalcoVersion.V0_40;
            Assertions.assertTimeoutPreemptively(
                    SOON, () -> check(yaml, version), () -> "seed " + seed + ", file " + yaml);
        }
    }

    /** Repeats some part of a file many times, because what is harmless once may not be so ten thousand times. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsRepeatedEndsInRulesOrDiagnostics(long seed) {
        Random random = new Random(seed);
        for (int i = Share.of(25); i > 0; i--) {
            String text = new RandomRules(random).file();
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + 1 + random.nextInt(random.nextBoolean() ? 12 : 300));
            String part = text.substring(from, to);
            String yaml = text.substring(0, to) + part.repeat(LONG / part.length()) + text.substring(to);
            Assertions.assertTimeoutPreemptively(
                    SOON,
                    () -> Lint.check(
                            RuleLoader.of(FalcoVersion.CURRENT).loadText("fuzz.yaml", yaml),
                            SensorTypes.of(FalcoVersion.CURRENT)),
                    () -> "seed " + seed + ", file " + text + ", repeated from " + from + " to " + to);
        }
    }

    private static void check(String yaml, FalcoVersion version) {
        LoadResult result;
        LintReport report;
        try {
            result = RuleLoader.of(version).loadText("fuzz.yaml", yaml);
            report = Lint.check(result, SensorTypes.of(FalcoVersion.CURRENT));
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("crash on this file:\n" + yaml, e);
        }
        List<Diagnostic> all = new ArrayList<>(report.diagnostics());
        all.addAll(result.diagnostics());
        int lines = (int) yaml.chars().filter(c -> c == '\n').count() + 1;
        for (Diagnostic diagnostic : all) {
            assertThat(diagnostic.position().line()).as(yaml).isBetween(1, lines);
            assertThat(diagnostic.position().offset()).as(yaml).isBetween(0, yaml.length());
            assertThat(diagnostic.render()).contains("fuzz.yaml:");
        }
        for (Rule rule : result.rules()) {
            for (int at = 0; at <= rule.text().text().length(); at++) {
                assertThat(rule.text().positionOf(at).offset()).isBetween(0, yaml.length());
            }
        }
    }

    /** The file with something removed, duplicated, swapped or inserted. */
    private static String damaged(String text, Random random) {
        if (text.length() < 2) {
            return text + "x";
        }
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(20));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, to) + text.substring(from);
            case 2 -> {
                String odd = "\"'()[]{}:,-#&*!|>%@`\n\t\\~\u00e9\ud83d\ude00\u0000";
                yield text.substring(0, from) + odd.charAt(random.nextInt(odd.length())) + text.substring(from);
            }
            case 3 -> text.substring(0, from);
            default -> text.substring(0, from) + text.substring(to) + text.substring(from, to);
        };
    }
}
