// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.WrappedLine;
import io.kguard.output.ChatMessage;
import io.kguard.output.ChatOutput;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.Chain;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.ClusterChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** From alert to action, on the console: of the scenarios that say where messages must arrive. */
final class ChainText {
    private static final int MAX_MESSAGE = 100;
    private static final double NANOS = 1e9;

    private ChainText() {}

    public static List<String> lines(List<CheckResult> checks) {
        Map<String, Chain> chains = new LinkedHashMap<>();
        for (CheckResult check : checks) {
            Expectation expectation = check.expectation();
            if (!expectation.reaches().isEmpty() && !check.findings().chain().isEmpty()) {
                chains.putIfAbsent(check.scenario(), check.findings().chain());
            }
        }
        List<String> lines = new ArrayList<>();
        chains.forEach((scenario, chain) -> add(lines, scenario, chain));
        return lines;
    }

    private static void add(List<String> lines, String scenario, Chain chain) {
        lines.add("");
        lines.add("From alert to action in " + scenario + ":");
        for (Chain.Sent sent : chain.sent()) {
            line(lines, "alert", sent.rule());
            line(lines, "Falcosidekick", sent.payload().isEmpty() ? "receives nothing" : "receives it");
            for (ChatOutput output : ChatOutput.values()) {
                sent.message(output)
                        .map(ChainText::message)
                        .or(() -> Optional.ofNullable(sent.unsent().get(output)).map("no message: "::concat))
                        .ifPresent(text -> line(lines, output.label(), text));
            }
        }
        chain.reactions()
                .forEach(reaction -> line(lines, "reaction", reaction.result().toString()));
        chain.contained()
                .ifPresent(time -> line(
                        lines,
                        chain.stopped().isEmpty() ? "answered" : "contained",
                        String.format(Locale.ROOT, "%.3f s after the event", time.toNanos() / NANOS)));
        chain.cluster().stream()
                .filter(ClusterChange::isChange)
                .forEach(change -> line(lines, "cluster", change.toString()));
    }

    private static String message(ChatMessage message) {
        String text = message.text().isEmpty() ? "a message without text" : message.text();
        return (message.channel().isEmpty() ? "" : message.channel() + ": ")
                + (text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...");
    }

    private static void line(List<String> lines, String what, String text) {
        lines.addAll(WrappedLine.of(String.format(Locale.ROOT, "  %-14s ", what), text));
    }
}
