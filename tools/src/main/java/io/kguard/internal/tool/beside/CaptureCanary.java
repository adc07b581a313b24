// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.TimeText;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule that fires on the last system call of a capture. When Falco has its alert, it has read the capture to its end.
 *
 * @param rule its name, which no other rule has
 * @param time of the system call, in nanoseconds since the epoch
 */
record CaptureCanary(String rule, long time) {
    /**
     * The canary of a capture; empty if there is no system call in it.
     *
     * @param alerts those of kguard. If one event raises one alert, the canary leaves their events to them
     */
    static Optional<CaptureCanary> of(Path capture, List<Alert> alerts, EngineOptions options) throws IOException {
        String rule = FalcoCanary.name();
        FalcoVersion version = options.version();
        Set<Long> taken = options.matching() == Matching.ALL
                ? Set.of()
                : alerts.stream().map(Alert::timestamp).collect(Collectors.toSet());
        Last last = new Last(taken);
        Replay.of(RuleSet.compile(
                        RuleLoader.of(version)
                                .loadText("canary.yaml", FalcoCanary.yaml(rule, "syscall.type exists", "canary")),
                        EngineOptions.of(version)))
                .run(capture, last::take)
                .orThrow();
        return Optional.ofNullable(last.free == null ? last.any : last.free).map(time -> new CaptureCanary(rule, time));
    }

    /** The last times of system calls. */
    private static final class Last {
        private final Set<Long> taken;
        private @Nullable Long any;
        private @Nullable Long free;

        Last(Set<Long> taken) {
            this.taken = taken;
        }

        void take(Alert alert) {
            long time = alert.timestamp();
            any = time;
            free = taken.contains(time) ? free : any;
        }
    }

    /** The rule file. */
    String yaml() {
        return FalcoCanary.yaml(rule, "evt.rawtime = " + time, "canary");
    }

    boolean isOf(String line) {
        return line.contains("\"" + rule + "\"");
    }

    /** Whether Falco's lines tell that it judged the system call. Where one event raises one alert, another rule's tells it too. */
    boolean isIn(List<String> lines, Matching matching) {
        String then = "\"time\":\"" + TimeText.utc(time, "Z") + "\"";
        return lines.stream().anyMatch(line -> isOf(line) || matching == Matching.FIRST && line.contains(then));
    }
}
