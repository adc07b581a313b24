// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy decides as an API server does. The cases are those of its documentation. */
class AuditPolicyFileTest {
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: None
                users: ["system:kube-proxy"]
                verbs: [watch]
                resources: [{resources: [endpoints, services]}]
              - level: None
                userGroups: ["system:authenticated"]
                nonResourceURLs: ["/api*", /version]
              - level: Request
                resources: [{resources: [configmaps]}]
                namespaces: [kube-system]
              - level: Metadata
                resources: [{resources: [secrets, configmaps]}]
              - level: None
                resources: [{resources: [configmaps], resourceNames: [leader]}]
              - level: Metadata
                resources:
                  - {resources: [pods/log, "*/scale"]}
                  - {group: apps, resources: ["deployments/*"]}
              - level: RequestResponse
                omitStages: [ResponseStarted]
                resources:
                  - {resources: ["*"]}
                  - {group: apps}
              - level: Metadata
                namespaces: [""]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/endpoints?watch=1, system:kube-proxy, None",
        "GET, /api/v1/endpoints?watch=1, jane, RequestResponse",
        "GET, /api/v1/endpoints, system:kube-proxy, RequestResponse",
        "GET, /version, jane, None",
        "GET, /api, jane, None",
        "GET, /healthz, jane, none",
        "POST, /api/v1/namespaces/kube-system/configmaps, jane, Request",
        "POST, /api/v1/namespaces/shop/configmaps, jane, Metadata",
        "GET, /api/v1/namespaces/shop/secrets/x, jane, Metadata",
        "GET, /api/v1/namespaces/shop/pods/web-0/log, jane, Metadata",
        "GET, /api/v1/namespaces/shop/pods/web-0, jane, RequestResponse",
        "POST, /api/v1/namespaces/shop/pods/web-0/exec, jane, RequestResponse",
        "PATCH, /apis/apps/v1/namespaces/shop/deployments/web/scale, jane, Metadata",
        "PATCH, /apis/apps/v1/namespaces/shop/deployments/web, jane, Metadata",
        "PATCH, /apis/batch/v1/namespaces/shop/jobs/one, jane, none",
        "GET, /apis/rbac.authorization.k8s.io/v1/clusterroles, jane, Metadata",
    })
    void theFirstRuleDecides(String method, String uri, String user, String level) throws IOException {
        AuditPolicy policy = read(POLICY);
        String[] parts = uri.split("\\?", -1);
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        if (parts.length > 1) {
            query.add("watch", "1");
        }
        UserInfo sender = new UserInfo(user, "", List.of("system:authenticated"));
        assertThat(policy.ruleOf(sender, RequestInfo.of(method, parts[0], query))
                        .map(rule -> rule.entry().level().title())
                        .orElse("none"))
                .isEqualTo(level);
    }

    @Test
    void stagesAreThoseOfTheRuleAndOfThePolicy() throws IOException {
        AuditLog log = AuditLog.of(read(POLICY), event -> {});
        AuditLog.Entry entry = log.entry(
                UserInfo.anonymous(),
                RequestInfo.of("GET", "/api/v1/namespaces/shop/pods", MultiMap.caseInsensitiveMultiMap()));
        assertThat(entry.has(AuditTrail.RECEIVED)).isFalse();
        assertThat(entry.has(AuditTrail.STARTED)).isFalse();
        assertThat(entry.has(AuditTrail.COMPLETE)).isTrue();
    }

    @Test
    void whatAnApiServerRefusesIsRefused() {
        assertThatThrownBy(() -> read("""
                        apiVersion: audit.k8s.io/v1beta1
                        kind: Policy
                        rules:
                          - level: metadata
                            resources: [{group: apps/v1, resourceNames: [web]}]
                          - level: None
                            omitStages: [RequestRecieved]
                            nonResourceURLs: [version, "/a*/b"]
                          - level: None
                            nonResourceURLs: [/version]
                            namespaces: [shop]
                          - user: [jane]
                        """))
                .isInstanceOf(AuditPolicyFile.AuditPolicyException.class)
                .hasMessageContainingAll(
                        "policy.yaml:1:13",
                        "audit.k8s.io/v1",
                        "there is no level \"metadata\"",
                        "one of None, Metadata, Request, RequestResponse",
                        "a group has no version",
                        "write apps",
                        "names of objects need the resources",
                        "there is no stage \"RequestRecieved\"",
                        "RequestReceived",
                        "write /version",
                        "* may only be the last character of a path",
                        "make two rules of it",
                        "has no key \"user\"",
                        "has no \"level\"");
    }

    @Test
    void aPolicyWithoutRulesIsRefused() {
        assertThatThrownBy(() -> read("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []\n"))
                .isInstanceOf(AuditPolicyFile.AuditPolicyException.class)
                .hasMessageContaining("the list is empty");
        assertThatThrownBy(() -> read("apiVersion: audit.k8s.io/v1\nkind: Policy\n"))
                .isInstanceOf(AuditPolicyFile.AuditPolicyException.class)
                .hasMessageContaining("has no \"rules\"");
    }

    private AuditPolicy read(String text) throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(file, text);
        return AuditPolicyFile.read(file);
    }
}
