// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.cri.CriServer;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Bystander;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.Detections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Plays the scenarios once more, one at a time, while a Falco watches the kernel. */
final class LiveRun {
    private final Beside beside;
    private final VerifyOptions options;
    private final Simulator simulator;
    private final RuleSet rules;
    private final LiveComparison comparison;

    /**
     * A scenario that was played.
     *
     * @param agreement how the two agree, if nothing was lost
     * @param window when it was played; null if that is in doubt
     */
    private record Played(Agreement agreement, LiveFalco.@Nullable Window window) {}

    LiveRun(Beside beside, VerifyOptions options, Simulator simulator, RuleSet rules) {
        this.beside = beside;
        this.options = options;
        this.simulator = simulator;
        RuleSet reporting = rules;
        for (var rule : rules.rules()) {
            if (rule.source().equals(EventSource.SYSCALL.label())) {
                reporting = reporting.reporting(rule.name(), LiveSettings.FIELDS);
            }
        }
        this.rules = reporting;
        this.comparison = new LiveComparison(rules.rules(), rules.options().version(), simulator.hasRealIds());
    }

    /** What Falco says of the scenarios of a plan. */
    BesideReport of(SuitePlan plan) throws InterruptedException {
        List<String> left = new ArrayList<>();
        List<Scenario> compared = new ArrayList<>();
        for (Scenario scenario : plan.checks().keySet()) {
            if (scenario.recording() == null) {
                compared.add(scenario);
            } else {
                left.add(scenario.id());
            }
        }
        return new BesideReport(beside, "scenario", watched(compared), left);
    }

    private List<Agreement> watched(List<Scenario> scenarios) throws InterruptedException {
        Map<Scenario, Played> played = new LinkedHashMap<>();
        String end = "";
        List<Agreement> agreements = new ArrayList<>();
        try (CriServer runtime = CriServer.open();
                LiveFalco falco = start(runtime)) {
            try {
                for (Scenario scenario : scenarios) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("while a Falco watched scenarios");
                    }
                    played.put(scenario, new Witness(falco, runtime).play(scenario));
                }
                falco.finish();
            } catch (IOException e) {
                end = String.valueOf(e.getMessage());
            }
            for (Scenario scenario : scenarios) {
                agreements.add(result(scenario, Optional.ofNullable(played.get(scenario)), falco, end));
            }
            return agreements;
        } catch (IOException e) {
            return scenarios.stream()
                    .map(scenario -> Agreement.inDoubt(scenario.id(), String.valueOf(e.getMessage())))
                    .toList();
        }
    }

    private static Agreement result(Scenario scenario, Optional<Played> played, LiveFalco falco, String end) {
        if (played.isEmpty()) {
            return Agreement.inDoubt(scenario.id(), end);
        }
        Agreement agreement = played.get().agreement();
        LiveFalco.Window window = played.get().window();
        if (window == null) {
            return agreement;
        }
        List<String> doubts = new ArrayList<>(falco.doubts(window));
        if (!end.isEmpty()) {
            doubts.add(end);
        }
        return agreement.doubted(doubts);
    }

    private LiveFalco start(CriServer runtime) throws IOException {
        if (!(beside.falco().launcher() instanceof FalcoProgram program)) {
            throw new IllegalArgumentException(
                    Wording.option(Beside.PARAMETER) + "=live needs the program of a Falco, not an image");
        }
        boolean docker = options.simulator().sandbox().runtime() == ContainerRuntime.DOCKER;
        LiveSettings live =
                docker ? new LiveSettings("docker", dockerSocket()) : new LiveSettings("cri", runtime.socket());
        return LiveFalco.start(
                program, new FalcoSettings(options.rules(), rules.options()), live, LiveFalco.Patience.DEFAULT);
    }

    private static Path dockerSocket() throws IOException {
        String host = Optional.ofNullable(System.getenv("DOCKER_HOST"))
                .filter(given -> !given.isBlank())
                .orElse("unix:///var/run/docker.sock");
        URI uri = URI.create(host);
        if (!"unix".equals(uri.getScheme())) {
            throw new IOException("Falco's container plugin needs Docker's socket, and DOCKER_HOST is " + host);
        }
        return Path.of(uri.getPath());
    }

    /** Watches one scenario. */
    private final class Witness implements Bystander {
        private final LiveFalco falco;
        private final CriServer runtime;
        private final Set<String> containers = ConcurrentHashMap.newKeySet();
        private long begin;
        private LiveFalco.@Nullable Window window;

        Witness(LiveFalco falco, CriServer runtime) {
            this.falco = falco;
            this.runtime = runtime;
        }

        /**
         * Plays it.
         *
         * @throws IOException if Falco watches no more, so that nothing more can be compared
         */
        Played play(Scenario scenario) throws IOException {
            begin = falco.begin();
            Detections detections;
            try {
                detections = simulator.watched(scenario, rules, this);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } finally {
                runtime.clear();
            }
            if (!detections.isTrusted() || window == null) {
                return new Played(Agreement.inDoubt(scenario.id(), String.join("; ", detections.doubts())), null);
            }
            return new Played(comparison.of(scenario.id(), detections.alerts(), window.lines(), containers), window);
        }

        @Override
        public void beforeStart(ContainerMetadata container, long shimPid) {
            containers.add(container.shortId());
            if (shimPid != PodListener.UNKNOWN_SHIM) {
                runtime.beforeStart(container, shimPid);
            }
        }

        @Override
        public void over() {
            try {
                window = falco.end(begin);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
