// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.engine.Alert;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
        List<String> lines = falco.judge(capture, new FalcoSettings(files, rules.options()), LIMIT);
        return Agreement.of(name, alerts, lines, rules.rules(), rules.options().version());
    }
}
