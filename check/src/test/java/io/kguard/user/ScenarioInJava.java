// SPDX-License-Identifier: Apache-2.0
package io.kguard.user;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kguard.scenario.ClusterSetup;
import io.kguard.scenario.Effect;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioBuilder;
import io.kguard.scenario.Step;
import io.kguard.workload.Actor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says a scenario again, as a user says it in Java. What is as it is without saying it stays unsaid. Pods, objects, peers and
 * reactions are values that users make themselves. A new kind of step, effect or expectation does not compile here.
 */
public final class ScenarioInJava implements Step.Visitor, Effect.Visitor {
    private final ScenarioBuilder builder;

    private ScenarioInJava(String id) {
        builder = new ScenarioBuilder(id);
    }

    /** An attack, a workload, or another scenario that is no twin. */
    public static Scenario of(Scenario read) {
        ScenarioInJava java = new ScenarioInJava(read.id());
        java.builder.attack(read.techniques().toArray(String[]::new));
        if (read.kind() != Scenario.Kind.CHECKED) {
            java.builder.kind(read.kind());
        }
        if (read.isDerived()) {
            java.builder.derived();
        }
        java.builder.simulated(read.simulated());
        if (read.requirement() != null) {
            java.builder.requires(read.requirement());
        }
        java.say(read.cluster());
        java.builder.reactions(read.reactions());
        read.pods().forEach(java.builder::pod);
        read.expectations().forEach(java::say);
        return java.build(read);
    }

    /**
     * A twin.
     *
     * @param attack its attack, as it is said in Java
     */
    public static Scenario twin(Scenario read, Scenario attack) {
        ScenarioInJava java = new ScenarioInJava(read.id());
        java.builder.twinOf(attack);
        if (!Objects.equals(read.cluster(), attack.cluster())) {
            java.say(read.cluster());
        }
        if (!read.reactions().equals(attack.reactions())) {
            java.builder.reactions(read.reactions());
        }
        if (!read.pods().equals(attack.pods())) {
            java.builder.pods(read.pods());
        }
        read.expectations().stream()
                .filter(expectation -> !isMirrored(expectation, attack))
                .forEach(java::say);
        return java.build(read);
    }

    /** Whether an expectation of a twin is so because its attack fires the rule. */
    private static boolean isMirrored(Expectation expectation, Scenario attack) {
        return attack.expectations().stream()
                .filter(other -> other.isFires() && other.rule().equals(expectation.rule()))
                .anyMatch(other -> expectation.equals(
                        new Expectation(other.rule(), Expectation.Outcome.SILENT, other.from(), false)));
    }

    private Scenario build(Scenario read) {
        if (!read.title().equals(read.id())) {
            builder.title(read.title());
        }
        Recording recording = read.recording();
        if (recording != null) {
            builder.recording(recording);
        }
        read.peers().forEach(builder::peer);
        read.steps().forEach(step -> step.accept(this));
        read.effects().forEach(effect -> effect.accept(this));
        return builder.build();
    }

    private void say(@Nullable ClusterSetup cluster) {
        if (cluster == null) {
            return;
        }
        builder.cluster(cluster.objects().toArray(HasMetadata[]::new));
        if (cluster.nodes() != 1) {
            builder.nodes(cluster.nodes());
        }
    }

    private void say(Expectation expectation) {
        String rule = expectation.rule();
        Expectation said = switch (expectation.outcome()) {
            case FIRES -> Expectation.fires(rule);
            case SILENT -> Expectation.silent(rule);
            case BLIND -> Expectation.silent(rule).blind();
        };
        said = switch (expectation.from()) {
            case STEPS -> said;
            case CONTAINERS -> said.fromContainers();
            case START -> said.fromStart();
            case PLAY -> said.fromPlay();
        };
        if (!said.equals(expectation)) {
            said = expectation.hiddenAllowed() ? said.withHiddenAllowed() : said;
            said = expectation.alert().isAny() ? said : said.withAlert(expectation.alert());
            builder.expect(expectation.reaches().isEmpty() ? said : said.reaching(expectation.reaches()));
            return;
        }
        switch (expectation.outcome()) {
            case FIRES -> sayFires(said);
            case SILENT -> sayOrExpect(said, () -> builder.silent(rule));
            case BLIND -> sayOrExpect(said, () -> builder.blind(rule));
        }
    }

    private void sayFires(Expectation said) {
        switch (said.from()) {
            case STEPS -> builder.fires(said.rule());
            case CONTAINERS -> builder.firesFromContainers(said.rule());
            case START -> builder.firesFromStart(said.rule());
            case PLAY -> builder.expect(said);
        }
    }

    private void sayOrExpect(Expectation said, Runnable shorter) {
        if (said.from() == Expectation.From.STEPS) {
            shorter.run();
        } else {
            builder.expect(said);
        }
    }

    @Override
    public void visit(Step.Exec step) {
        Step.Exec said = Step.Exec.of(step.pod(), step.command().toArray(String[]::new));
        said = step.container() == null ? said : said.inContainer(step.container());
        said = step.agent() == null ? said : said.byAgent(step.agent());
        said = step.tty() ? said.onTerminal() : said;
        said = step.stdin().isEmpty() ? said : said.withStdin(step.stdin());
        said = step.exit() == 0 ? said : said.withExit(step.exit());
        said = step.output() == null ? said : said.withOutput(step.output());
        said = step.timeout().equals(Step.TIMEOUT) ? said : said.withTimeout(step.timeout());
        builder.step(step.leavesRunning() ? said.leavingRunning() : said);
    }

    @Override
    public void visit(Step.Kubectl step) {
        Step.Kubectl said = Step.Kubectl.of(step.args().toArray(String[]::new));
        Actor actor = step.actor();
        if (actor instanceof Actor.ServiceAccount account) {
            said = said.asServiceAccount(account.namespace(), account.name());
        } else if (actor instanceof Actor.User user) {
            said = said.asUser(user.name(), user.groups().toArray(String[]::new));
        }
        if (step.tty() != said.tty()) {
            said = step.tty() ? said.onTerminal() : said.withoutTerminal();
        }
        said = step.stdin().isEmpty() ? said : said.withStdin(step.stdin());
        said = step.exit() == 0 ? said : said.withExit(step.exit());
        said = step.output() == null ? said : said.withOutput(step.output());
        said = step.error() == null ? said : said.withError(step.error());
        said = step.timeout().equals(Step.TIMEOUT) ? said : said.withTimeout(step.timeout());
        builder.step(step.leavesRunning() ? said.leavingRunning() : said);
    }

    @Override
    public void visit(Effect.FileExists effect) {
        Effect.FileExists said = Effect.FileExists.of(effect.pod(), effect.path());
        said = effect.container() == null ? said : said.inContainer(effect.container());
        builder.effect(effect.contains() == null ? said : said.containing(effect.contains()));
    }

    @Override
    public void visit(Effect.ObjectExists effect) {
        Effect.ObjectExists said = Effect.ObjectExists.of(effect.kind(), effect.name(), effect.fields());
        said = effect.apiVersion().equals("v1") ? said : said.ofVersion(effect.apiVersion());
        builder.effect(effect.namespace().equals("default") ? said : said.inNamespace(effect.namespace()));
    }

    @Override
    public void visit(Effect.PodGone effect) {
        builder.effect(Effect.PodGone.of(effect.pod()));
    }

    @Override
    public void visit(Effect.PodReplaced effect) {
        Effect.PodReplaced said = Effect.PodReplaced.of(effect.pod());
        builder.effect(effect.node() == null ? said : said.onNode(effect.node()));
    }

    @Override
    public void visit(Effect.PodStays effect) {
        builder.effect(Effect.PodStays.of(effect.pod()));
    }

    @Override
    public void visit(Effect.Unreachable effect) {
        builder.effect(Effect.Unreachable.of(effect.pod(), effect.address(), effect.port()));
    }

    @Override
    public void visit(Effect.Stopped effect) {
        builder.effect(Effect.Stopped.of(effect.rule(), effect.within()));
    }
}
