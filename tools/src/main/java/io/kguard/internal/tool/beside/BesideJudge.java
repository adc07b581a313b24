// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Alert;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges captures with kguard and with a Falco. Both read the same capture: what it does not tell, such as the time of boot, neither
 * knows. The capture tells Falco of the containers and pods.
 *
 * @param files the files that the rules are from
 */
public record BesideJudge(Falco falco, List<Path> files, RuleSet rules) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    public BesideJudge {
        files = List.copyOf(files);
    }

    /**
     * How they agree on a capture.
     *
     * @param name of what is in it
     * @throws IOException if Falco fails, or if a file can't be read
     */
    public Agreement of(String name, Path capture) throws IOException {
        List<Alert> alerts = new ArrayList<>();
        List<String> doubts =
                Replay.of(rules).run(capture, alerts::add).orThrow().doubts();
        if (!doubts.isEmpty()) {
            return Agreement.inDoubt(name, String.join("; ", doubts));
        }
        Optional<CaptureCanary> canary = CaptureCanary.of(capture, alerts, rules.options());
        if (canary.isEmpty()) {
            return Agreement.inDoubt(name, "it has no system call, so nothing shows whether Falco reads it");
        }
        List<String> lines = judged(capture, canary.get());
        if (!canary.get().isIn(lines, rules.options().matching())) {
            return Agreement.inDoubt(name, "Falco did not report the canary: it did not read the capture to its end");
        }
        lines.removeIf(canary.get()::isOf);
        return Agreement.of(name, alerts, lines, rules.rules(), rules.options().version());
    }

    private List<String> judged(Path capture, CaptureCanary canary) throws IOException {
        Path rule = Files.createTempFile("kguard-canary", ".yaml");
        try {
            Files.writeString(rule, canary.yaml(), UTF_8);
            FalcoSettings settings = new FalcoSettings(files, rules.options()).withCanary(rule, canary.rule());
            return new ArrayList<>(falco.judge(capture, settings, LIMIT));
        } finally {
            Files.delete(rule);
        }
    }
}
