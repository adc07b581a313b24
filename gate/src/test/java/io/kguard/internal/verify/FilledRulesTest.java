// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.result.SuiteResult;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Some public rules can fire only once their users have filled a list or a macro. Then the catalogue's attacks on them are played, and
 * before that they are skipped by name.
 */
@RequiresShared
@Tag("trust")
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class FilledRulesTest {
    private static final Path PUBLIC = Shared.path("conformance/falco-rules/current");
    private static final Path LIST = Shared.path("trust-cases/second/input/empty-list-skipped/local.yaml");
    private static final String SUBNET = "Network Connection outside Local Subnet";
    private static final String ALLOWED = "Launch Disallowed Container";
    private static final String EMPTY = "the list namespace_scope_network_only_subnet is empty";

    /** Off by default. */
    private static final String ENABLED = """
            - rule: Launch Disallowed Container
              enabled: true
              override: {enabled: replace}
            """;

    @TempDir
    Path folder;

    private URLClassLoader catalogue = new URLClassLoader(new URL[0], null);

    @BeforeEach
    void catalogue() throws IOException {
        Set<String> chosen = Set.of("connection-out-of-subnet.yaml", "container-not-allowed.yaml");
        catalogue = CatalogueJar.in(folder, file -> chosen.contains(String.valueOf(file.getFileName())));
    }

    @AfterEach
    void close() throws IOException {
        catalogue.close();
    }

    private VerifyOptions options(Path... local) {
        List<Path> rules = new ArrayList<>();
        for (String name : List.of("falco_rules", "falco-incubating_rules", "falco-sandbox_rules")) {
            rules.add(PUBLIC.resolve(name + ".yaml"));
        }
        rules.addAll(List.of(local));
        return new VerifyOptions(
                new RuleOptions(rules, FalcoVersion.CURRENT, null, false),
                new ScenarioOptions(List.of(), catalogue),
                new PlayOptions(SimulatorOptions.configured(), 2));
    }

    private Path local(String text) throws IOException {
        return Files.writeString(folder.resolve("local.yaml"), text);
    }

    private Path list(String items) throws IOException {
        return local("- list: namespace_scope_network_only_subnet\n  items: " + items + "\n");
    }

    private static List<String> reasons(SuitePlan plan, String rule) {
        return plan.dropped().stream()
                .filter(check -> check.rule().equals(rule) && check.kind() != OmittedCheck.Kind.DROPPED)
                .map(OmittedCheck::reason)
                .distinct()
                .toList();
    }

    private static List<String> namespaces(SuitePlan plan) {
        return plan.checks().keySet().stream()
                .filter(scenario -> scenario.id().startsWith("connection-"))
                .map(scenario -> scenario.pods().get(0).getMetadata().getNamespace())
                .toList();
    }

    @Test
    void whatTheRulesLeaveEmptyIsSkippedByName() throws IOException {
        SuitePlan plan = SuitePlan.of(options(local(ENABLED)));

        assertThat(plan.checks()).isEmpty();
        assertThat(plan.refused()).isEmpty();
        assertThat(reasons(plan, SUBNET)).containsExactly(EMPTY);
        assertThat(reasons(plan, ALLOWED))
                .containsExactly("the macro allowed_containers still is a placeholder, container.id exists");
    }

    @Test
    void aFilledListPutsThePodIntoItsFirstNamespace() throws IOException {
        assertThat(namespaces(SuitePlan.of(options(LIST)))).containsExactly("shop", "shop");
        assertThat(namespaces(SuitePlan.of(options(list("[payments, shop]"))))).containsExactly("payments", "payments");
        assertThat(namespaces(SuitePlan.of(options(list("['\"payments\"']"))))).containsExactly("payments", "payments");
        Path appended = local("""
                - list: namespace_scope_network_only_subnet
                  items: [kube-system]
                  override: {items: append}
                """);
        assertThat(namespaces(SuitePlan.of(options(appended)))).containsExactly("kube-system", "kube-system");
        Path nested = local("""
                - list: watched
                  items: [payments]
                - list: namespace_scope_network_only_subnet
                  items: [watched]
                """);
        assertThat(namespaces(SuitePlan.of(options(nested)))).containsExactly("payments", "payments");
    }

    @Test
    void whatNoPodCanBeIsSkippedWithThatReason() throws IOException {
        SuitePlan plan = SuitePlan.of(options(list("[Shop_1]")));

        assertThat(namespaces(plan)).isEmpty();
        assertThat(reasons(plan, SUBNET))
                .singleElement()
                .asString()
                .startsWith(
                        "it requires an item in the rules' list namespace_scope_network_only_subnet that fits. It has Shop_1: ");
    }

    /** A rule that its user wrote again does not wait for the list. */
    @Test
    void aListThatNoRuleUsesIsNotAskedFor() throws IOException {
        Path own = local("""
                - rule: Network Connection outside Local Subnet
                  condition: inbound_outbound and container and k8s.ns.name = shop and not network_local_subnet
                  override: {condition: replace}
                """);
        assertThat(namespaces(SuitePlan.of(options(own)))).containsExactly("shop", "shop");
    }

    @Test
    void anotherListIsAnotherCheck() throws IOException {
        VerifyOptions options = options(list("[payments]"));
        Choice since = Choice.of(
                "changes", Files.createDirectories(folder.resolve("before")).toString(), true);
        for (Path file : options.rules()) {
            Files.copy(file, folder.resolve("before").resolve(String.valueOf(file.getFileName())));
        }
        assertThat(SuitePlan.of(options.with(since)).checks()).isEmpty();
        list("[shop]");
        assertThat(SuitePlan.of(options.with(since)).checks().keySet())
                .extracting(Scenario::id)
                .containsExactly("connection-out-of-subnet", "connection-in-subnet");
    }

    @Test
    @RequiresRoot
    void whatIsFilledIsPlayedAndPasses() throws IOException {
        Path allowed = local("""
                - macro: allowed_containers
                  condition: (container.image.repository startswith registry.example/shop/)
                """ + ENABLED);
        for (Path list : List.of(LIST, Files.writeString(folder.resolve("list.yaml"), """
                - list: namespace_scope_network_only_subnet
                  items: [kube-system, shop]
                """))) {
            VerifyOptions options = options(list, allowed);
            SuiteResult result = new Suite(options, SuitePlan.of(options)).run(check -> {});

            assertThat(result.checks())
                    .extracting(CheckResult::scenario)
                    .containsExactlyInAnyOrder(
                            "connection-out-of-subnet", "connection-in-subnet", "container-not-allowed");
            assertThat(result.checks())
                    .allSatisfy(check -> assertThat(check.verdict().word())
                            .as(check.verdict().reason())
                            .isEqualTo("passed"));
        }
    }

    /** The rule fires on no container: that must not pass. */
    @Test
    @RequiresRoot
    void aMacroThatAllowsEveryContainerInOtherWordsFails() throws IOException {
        VerifyOptions options = options(local("- macro: allowed_containers\n  condition: (container)\n" + ENABLED));
        SuiteResult result = new Suite(options, SuitePlan.of(options)).run(check -> {});

        assertThat(result.checks()).singleElement().satisfies(check -> {
            assertThat(check.rule()).isEqualTo(ALLOWED);
            assertThat(check.verdict().word()).isEqualTo("failed");
            assertThat(check.verdict().reason()).contains("did not fire");
        });
    }
}
