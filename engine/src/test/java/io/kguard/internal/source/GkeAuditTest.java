// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.EventSource;
import io.kguard.event.SourceEvent;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of GKE become the audit events that Falco's plugin makes of them. */
class GkeAuditTest {
    private static final String ENTRY = """
            {
              "logName": "projects/p/logs/cloudaudit.googleapis.com%2Factivity",
              "insertId": "0a1b", "timestamp": "2026-11-24T17:35:47Z",
              "receiveTimestamp": "2026-11-24T17:35:48.123456789Z",
              "resource": {"type": "k8s_cluster",
                "labels": {"cluster_name": "prod", "location": "europe-west1", "project_id": "p"}},
              "labels": {"authorization.k8s.io/decision": "allow", "location": "overwritten"},
              "protoPayload": {
                "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
                "serviceName": "k8s.io", "methodName": "io.k8s.core.v1.pods.create",
                "resourceName": "core/v1/namespaces/shop/pods/web-0",
                "authenticationInfo": {"principalEmail": "jane@example.com"},
                "requestMetadata": {"callerIp": "192.0.2.7", "callerSuppliedUserAgent": "kubectl/v1.31"},
                "request": {"@type": "core.k8s.io/v1.Pod", "kind": "Pod", "spec": {"hostNetwork": true}},
                "response": {"@type": "core.k8s.io/v1.Pod", "metadata": {"name": "web-0"}}
              }
            }
            """;

    @Test
    void anEntryIsAnAuditEvent() throws IOException {
        SourceEvent event = parsed(ENTRY);

        assertThat(event.source()).isEqualTo(EventSource.K8S_AUDIT);
        assertThat(event.timestamp()).isEqualTo(1_795_541_748_123_456_789L);
        assertThat(event.isTruncated()).isFalse();
        assertThat(event.document().json()).isEqualTo("""
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"0a1b",\
                "stage":"ResponseComplete","requestURI":"/core/v1/namespaces/shop/pods/web-0","verb":"create",\
                "user":{"username":"jane@example.com"},"sourceIPs":["192.0.2.7"],"userAgent":"kubectl/v1.31",\
                "objectRef":{"apiGroup":"core","apiVersion":"v1","name":"web-0","namespace":"shop","resource":"pods"},\
                "responseStatus":{"metadata":{},"status":"Created (inferred)","message":"Created (inferred)","code":201},\
                "requestObject":{"@type":"core.k8s.io/v1.Pod","kind":"Pod","spec":{"hostNetwork":true}},\
                "responseObject":{"@type":"core.k8s.io/v1.Pod","metadata":{"name":"web-0"}},\
                "requestReceivedTimestamp":"2026-11-24T17:35:48.123456Z","stageTimestamp":"2026-11-24T17:35:48.123456Z",\
                "annotations":{"authorization.k8s.io/decision":"allow","cluster_name":"prod","location":"europe-west1",\
                "project_id":"p"}}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "core/v1/namespaces/shop/pods/web-0/exec | shop | pods | web-0 | exec | ResponseStarted | 101",
                "core/v1/namespaces/shop/pods/web-0/log/x | shop | pods | web-0 | log | ResponseComplete | 200",
                "core/v1/namespaces/shop/pods | shop | pods | null | null | ResponseComplete | 200",
                "core/v1/namespaces/shop | null | namespaces | shop | null | ResponseComplete | 200",
                "core/v1/nodes/n/proxy | null | nodes | n | proxy | ResponseComplete | 200",
                "rbac.authorization.k8s.io/v1/clusterroles/r | null | clusterroles | r | null | ResponseComplete | 200",
                "core/v1/nodes | none | none | none | none | ResponseComplete | 200"
            })
    void theNameOfAResourceSaysTheTarget(
            String resource, String namespace, String kind, String name, String sub, String stage, String code)
            throws IOException {
        SourceEvent event = parsed(
                ENTRY.replace("core/v1/namespaces/shop/pods/web-0", resource).replace("pods.create", "pods.get"));

        if (namespace.equals("none")) {
            assertThat(event.document().get("objectRef")).isNull();
        } else {
            assertThat(target(event, "namespace")).isEqualTo(namespace);
            assertThat(target(event, "resource")).isEqualTo(kind);
            assertThat(target(event, "name")).isEqualTo(name);
            assertThat(target(event, "subresource")).isEqualTo(sub);
        }
        assertThat(event.document().get("stage")).hasToString('"' + stage + '"');
        assertThat(event.document().get("responseStatus", "code")).hasToString(code);
    }

    @ParameterizedTest
    @Tag("trust")
    @CsvSource(
            delimiter = '|',
            value = {
                "%2Factivity          | %2Fsystem_event | leaves this entry of an audit log of GKE out",
                "k8s_cluster          | gke_cluster     | leaves this entry of an audit log of GKE out",
                "\"requestMetadata\"  | \"metadata\"    | has no \"protoPayload.requestMetadata\", and Falco's plugin stops",
                "authenticationInfo   | authInfo        | has no \"protoPayload.authenticationInfo\"",
                "receiveTimestamp     | received        | has no \"receiveTimestamp\", so it has no time"
            })
    void whatThePluginDoesNotTakeIsAnError(String right, String wrong, String message) {
        assertThatThrownBy(() -> parsed(ENTRY.replace(right, wrong))).hasMessageContaining(message);
    }

    @Test
    void otherEntriesOfGoogleCloudStayWhatTheyAre() throws IOException {
        assertThat(parsed(ENTRY.replace("\"k8s.io\"", "\"container.googleapis.com\""))
                        .source())
                .isEqualTo(EventSource.GCP_AUDITLOG);
    }

    private static String target(SourceEvent event, String key) {
        return event.document().get("objectRef", key) == null
                ? "null"
                : event.document().get("objectRef", key).text();
    }

    private static SourceEvent parsed(String entry) throws IOException {
        return SourceLog.parse(entry, EventSources.BUILT_IN, null).get(0);
    }
}
