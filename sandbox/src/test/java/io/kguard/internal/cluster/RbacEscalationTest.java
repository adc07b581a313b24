// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Users who try to give themselves more than they have, with the real kubectl. */
@Tag("trust")
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class RbacEscalationTest {
    private static final String STATE = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: author}
        rules:
        - {apiGroups: [rbac.authorization.k8s.io], resources: ["*"], verbs: [create, get, list, update, patch, delete]}
        - {apiGroups: [""], resources: [pods], verbs: [get, list]}
        - {apiGroups: [""], resources: [secrets], resourceNames: [one, two], verbs: [get]}
        - {nonResourceURLs: [/metrics*], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: harmless}
        rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: escalator}
        rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: binder-of-view}
        rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [view], verbs: [bind]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: authors}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: author}
        subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: authors}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: escalators}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: escalator}
        subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: escalators}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: binders}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: binder-of-view}
        subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: binders}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: owners, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
        subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: owner}]
        """;

    private static final Actor EVE = new Actor.User("eve", List.of("authors"));

    private final List<JsonNode> audit = new CopyOnWriteArrayList<>();
    private Sandbox sandbox;
    private Cluster cluster;
    private Kubectl kubectl;

    @BeforeAll
    void startCluster() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(
                sandbox, ClusterOptions.defaults().withAudit(event -> audit.add(ResourceStore.JSON.readTree(event))));
        kubectl = new Kubectl(cluster);
        assertThat(apply(Actor.ADMINISTRATOR, STATE).stderr()).isEmpty();
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        sandbox.close();
    }

    @Test
    void nobodyBindsARoleThatIsMore() {
        ExecResult result = run(EVE, "create", "clusterrolebinding", "y", "--clusterrole=cluster-admin", "--user=eve");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr())
                .contains("clusterrolebindings.rbac.authorization.k8s.io \"y\" is forbidden: user \"eve\""
                        + " (groups=[\"authors\" \"system:authenticated\"]) is attempting to grant RBAC permissions not"
                        + " currently held:\n{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}\n"
                        + "{NonResourceURLs:[\"*\"], Verbs:[\"*\"]}\n");
        assertThat(run(EVE, "get", "clusterrolebinding", "y").stderr()).contains("NotFound");
    }

    @Test
    void theAuditEventOfARefusalIsThatOfARealServer() {
        run(EVE, "create", "clusterrolebinding", "noted", "--clusterrole=cluster-admin", "--user=eve");

        assertThat(audit)
                .filteredOn(event -> event.at("/objectRef/name").asString("").equals("noted"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.at("/responseStatus/code").asInt()).isEqualTo(403);
                    assertThat(event.at("/responseStatus/reason").asString()).isEqualTo("Forbidden");
                    assertThat(event.at("/responseStatus/status").asString()).isEqualTo("Failure");
                    assertThat(event.at("/responseStatus/details/kind").asString())
                            .isEqualTo("clusterrolebindings");
                    // authorization let the request pass; the object was refused
                    assertThat(event.path("annotations")
                                    .path("authorization.k8s.io/decision")
                                    .asString())
                            .isEqualTo("allow");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clusterrole a --verb=get,list --resource=pods                       | 0
            clusterrole b --verb=delete --resource=pods                         | 1
            clusterrole c --verb=* --resource=pods                              | 1
            clusterrole d --verb=get --resource=secrets                         | 1
            clusterrole e --verb=get --resource=secrets --resource-name=one     | 0
            clusterrole f --verb=get --resource=secrets --resource-name=three   | 1
            clusterrole g --verb=get --non-resource-url=/metrics/cadvisor       | 0
            clusterrole h --verb=get --non-resource-url=/logs                   | 1
            clusterrole i --verb=get --resource=pods/log                        | 1
            role k --verb=get --resource=pods -n shop                           | 0
            role l --verb=delete --resource=pods -n shop                        | 1
            rolebinding m --clusterrole=harmless --user=eve -n shop             | 0
            rolebinding n --clusterrole=cluster-admin --user=eve -n shop        | 1
            clusterrolebinding o --clusterrole=harmless --user=eve              | 0
            clusterrolebinding p --clusterrole=nosuch --user=eve                | 1
            clusterrole q --aggregation-rule=a=b                                | 1
            """)
    void whatSomebodyHasMayBeGiven(String arguments, int exit) {
        ExecResult result = run(EVE, ("create " + arguments).split(" +"));

        assertThat(result.exitStatus()).as(result.stderr()).isEqualTo(exit);
    }

    @Test
    void aRoleThatIsThereDoesNotGrow() {
        run(EVE, "create", "clusterrole", "grows", "--verb=get", "--resource=pods");
        String more = "[{\"op\":\"add\",\"path\":\"/rules/0/verbs/-\",\"value\":\"*\"}]";

        assertThat(run(EVE, "patch", "clusterrole", "grows", "--type=json", "-p", more)
                        .stderr())
                .contains("attempting to grant RBAC permissions not currently held");
        assertThat(runWithInput(EVE, """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "grows"},
                 "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}
                """, "replace", "-f", "-").stderr())
                .contains("attempting to grant RBAC permissions not currently held");
        assertThat(run(EVE, "label", "clusterrole", "cluster-admin", "a=b").stderr())
                .contains("attempting to grant RBAC permissions not currently held");
    }

    @Test
    void aBindingThatIsThereGetsNoOtherSubjectAndNoOtherRole() {
        run(Actor.ADMINISTRATOR, "create", "clusterrolebinding", "root", "--clusterrole=cluster-admin", "--user=x");

        String more = "{\"subjects\":[{\"kind\":\"User\",\"name\":\"eve\"}]}";
        assertThat(run(EVE, "patch", "clusterrolebinding", "root", "--type=merge", "-p", more)
                        .stderr())
                .contains("attempting to grant RBAC permissions not currently held");
        String other = "{\"roleRef\":{\"name\":\"view\"}}";
        assertThat(run(Actor.ADMINISTRATOR, "patch", "clusterrolebinding", "root", "--type=merge", "-p", other)
                        .stderr())
                .contains("cannot change roleRef");
    }

    @Test
    void whoMayEscalateOrBindMay() {
        Actor escalator = new Actor.User("mallory", List.of("authors", "escalators"));
        Actor binder = new Actor.User("bob", List.of("authors", "binders"));

        assertThat(run(escalator, "create", "clusterrole", "more", "--verb=*", "--resource=secrets")
                        .exitStatus())
                .isZero();
        assertThat(run(escalator, "create", "rolebinding", "w", "--clusterrole=edit", "--user=m", "-n", "shop")
                        .exitStatus())
                .isEqualTo(1);
        assertThat(run(binder, "create", "clusterrolebinding", "v", "--clusterrole=view", "--user=bob")
                        .exitStatus())
                .isZero();
        assertThat(run(binder, "create", "clusterrolebinding", "u", "--clusterrole=edit", "--user=bob")
                        .exitStatus())
                .isEqualTo(1);
        assertThat(run(
                                Actor.ADMINISTRATOR,
                                "create",
                                "clusterrolebinding",
                                "t",
                                "--clusterrole=cluster-admin",
                                "--user=q")
                        .exitStatus())
                .isZero();
    }

    @Test
    void theAdministratorOfANamespaceIsNoneOfTheCluster() {
        Actor owner = new Actor.User("owner", List.of());

        assertThat(run(owner, "create", "role", "r", "--verb=get", "--resource=secrets", "-n", "shop")
                        .exitStatus())
                .isZero();
        assertThat(run(owner, "create", "rolebinding", "r", "--clusterrole=cluster-admin", "--user=owner", "-n", "shop")
                        .stderr())
                .contains("attempting to grant RBAC permissions not currently held");
        assertThat(run(owner, "get", "nodes").stderr()).contains("cannot list resource \"nodes\"");
        assertThat(run(owner, "label", "namespace", "shop", "a=b").stderr()).contains("cannot patch resource");
    }

    @Test
    void aClusterRoleGathersTheRulesThatItSelects() {
        apply(Actor.ADMINISTRATOR, """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: backups-edit, labels: {rbac.authorization.k8s.io/aggregate-to-edit: "true"}}
                rules: [{apiGroups: [backup.io], resources: [backups], verbs: [create]}]
                """);
        cluster.awaitStarts();

        String groups = "jsonpath={.rules[*].apiGroups[*]}";
        assertThat(run(Actor.ADMINISTRATOR, "get", "clusterrole", "admin", "-o", groups)
                        .stdout())
                .contains("backup.io");
        assertThat(run(Actor.ADMINISTRATOR, "get", "clusterrole", "view", "-o", groups)
                        .stdout())
                .doesNotContain("backup.io");
    }

    @Test
    void whoeverActsAsAnotherMayDoSo() {
        assertThat(run(EVE, "get", "pods", "--as=root").stderr())
                .contains(
                        "users \"root\" is forbidden: User \"eve\" cannot impersonate resource \"users\" in API group \"\"");
        assertThat(run(EVE, "get", "pods", "--as=eve", "--as-group=system:masters")
                        .stderr())
                .contains("cannot impersonate");
        assertThat(run(EVE, "get", "pods", "--as=eve", "--as-uid=1").stderr()).contains("cannot impersonate");
    }

    private ExecResult apply(Actor actor, String manifest) {
        return runWithInput(actor, manifest, "apply", "-f", "-");
    }

    private ExecResult run(Actor actor, String... arguments) {
        return kubectl.run(actor, ExecSpec.of(arguments));
    }

    private ExecResult runWithInput(Actor actor, String input, String... arguments) {
        return kubectl.run(actor, ExecSpec.of(arguments).withStdin(input));
    }
}
