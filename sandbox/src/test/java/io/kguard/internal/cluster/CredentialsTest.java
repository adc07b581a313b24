// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** By what the API server knows who makes a request: tokens, certificates, or nothing. */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class CredentialsTest {
    private static final String WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    /** A decoy. */
    private static final String KEY = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBMqFSx/lCxZ0wn3/
        lRjEt7exUU8CTWKi/tRh3VfDMlihRANCAATn/HVPj8w/H7vdLaHcXcvz9GIYUk/k
        mOpJHDwps/+n5UqtX+p0JlTNrOvOxDPU4jlVzYbckcgN/eet8WIL/kS1
        -----END PRIVATE KEY-----
        """;

    private static final String JANE = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIHWMH8CAQAwHTEMMAoGA1UECgwDZGV2MQ0wCwYDVQQDDARqYW5lMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAE5/x1T4/MPx+73S2h3F3L8/RiGFJP5JjqSRw8KbP/
        p+VKrV/qdCZUzazrzsQz1OI5Vc2G3JHIDf3nrfFiC/5EtaAAMAoGCCqGSM49BAMC
        A0cAMEQCIAsr1dlY7g9h+35/xNRWvleSoNxJ1Z0mv7ivImniT0yUAiBsRiPGD/Km
        c3juDM2o/f2HcyKLB7wZjQc9q3tDelLqZQ==
        -----END CERTIFICATE REQUEST-----
        """;

    private static final String MASTER = """
        -----BEGIN CERTIFICATE REQUEST-----
        MIHjMIGKAgEAMCgxFzAVBgNVBAoMDnN5c3RlbTptYXN0ZXJzMQ0wCwYDVQQDDARq
        YW5lMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5/x1T4/MPx+73S2h3F3L8/Ri
        GFJP5JjqSRw8KbP/p+VKrV/qdCZUzazrzsQz1OI5Vc2G3JHIDf3nrfFiC/5EtaAA
        MAoGCCqGSM49BAMCA0gAMEUCIQD5fz9BjrHGXRqsdynCjCIjwCTMHd2byxR2pV6h
        YyNnjAIgAKKpSBvHZBTqD9ALGHkHa1Pbmmm7rILDr2b8CjsJ344=
        -----END CERTIFICATE REQUEST-----
        """;

    private Sandbox sandbox;
    private Cluster cluster;
    private KubernetesClient administrator;

    @BeforeAll
    void startCluster() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults());
        administrator = cluster.client(Actor.ADMINISTRATOR);
    }

    @AfterAll
    void stopCluster() {
        administrator.close();
        cluster.close();
        sandbox.close();
    }

    @Test
    void aTokenSecretActsAsItsServiceAccountAsLongAsItIsThere() {
        administrator
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("robot")
                        .endMetadata()
                        .build())
                .create();
        Secret secret = tokenSecret("robot-token", "robot");
        administrator.resource(secret).create();

        Secret filled = administrator.secrets().withName("robot-token").get();
        String token = new String(Base64.getDecoder().decode(filled.getData().get("token")), UTF_8);
        assertThat(filled.getData()).containsKeys("ca.crt", "namespace");
        assertThat(whoAmI(config -> config.setOauthToken(token))).contains("system:serviceaccount:default:robot");

        administrator.resource(secret).delete();
        assertThatThrownBy(() -> whoAmI(config -> config.setOauthToken(token))).hasMessageContaining("401");
    }

    @Test
    void aTokenEndsWithItsServiceAccountAndCountsForItsAudienceOnly() {
        ServiceAccountBuilder builder = new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("brief")
                .withNamespace("default")
                .endMetadata();
        administrator.resource(builder.build()).create();
        String path = "/api/v1/namespaces/default/serviceaccounts/brief/token";
        String request = "{\"kind\":\"TokenRequest\",\"apiVersion\":\"authentication.k8s.io/v1\",\"spec\":{%s}}";
        String token = field(administrator.raw(path, "POST", request.formatted("")), "token");
        String foreign =
                field(administrator.raw(path, "POST", request.formatted("\"audiences\":[\"vault\"]")), "token");

        assertThat(whoAmI(config -> config.setOauthToken(token))).contains("system:serviceaccount:default:brief");
        assertThatThrownBy(() -> whoAmI(config -> config.setOauthToken(foreign)))
                .hasMessageContaining("401");
        assertThatThrownBy(() -> administrator.raw(path, "POST", request.formatted("\"expirationSeconds\":5")))
                .hasMessageContaining("may not specify a duration less than 10 minutes");
        administrator.resource(builder.build()).delete();
        assertThatThrownBy(() -> whoAmI(config -> config.setOauthToken(token))).hasMessageContaining("401");
        // another one of the same name is another one
        administrator.resource(builder.build()).create();
        assertThatThrownBy(() -> whoAmI(config -> config.setOauthToken(token))).hasMessageContaining("401");
    }

    @Test
    void aTokenSecretOfNoServiceAccountIsDeleted() {
        administrator.resource(tokenSecret("orphan", "nobody")).create();

        assertThat(administrator.secrets().withName("orphan").get()).isNull();
    }

    private static Secret tokenSecret(String name, String account) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations("kubernetes.io/service-account.name", account)
                .endMetadata()
                .withType("kubernetes.io/service-account-token")
                .build();
    }

    @Test
    void anApprovedCertificateActsAsItsSubject() {
        create("jane", JANE);
        String approved = approve(administrator, "jane");
        String certificate = field(approved, "certificate");

        String me = whoAmI(config -> {
            config.setClientCertData(certificate);
            config.setClientKeyData(Base64.getEncoder().encodeToString(KEY.getBytes(US_ASCII)));
            config.setClientKeyAlgo("EC");
        });
        assertThat(me).contains("\"username\":\"jane\"", "\"groups\":[\"dev\",\"system:authenticated\"]");
    }

    @Test
    void aRequestTellsWhoMadeIt() {
        assertThat(create("noted", JANE)).contains("\"username\":\"kubernetes-admin\"");
    }

    @Test
    void nobodyGetsACertificateOfTheMasters() {
        assertThatThrownBy(() -> create("master", MASTER))
                .hasMessageContaining(
                        "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not"
                                + " allowed");
    }

    @Test
    void aRequestThatItsKeyDidNotSignIsRefused() {
        String body = JANE.replaceAll("-----.*-----|\\s", "");
        String der = new String(Base64.getDecoder().decode(body), ISO_8859_1).replace("jane", "eve!");
        String forged =
                "-----BEGIN CERTIFICATE REQUEST-----\n" + Base64.getEncoder().encodeToString(der.getBytes(ISO_8859_1))
                        + "\n-----END CERTIFICATE REQUEST-----\n";

        assertThatThrownBy(() -> create("forged", forged)).hasMessageContaining("it is not signed by its own key");
        assertThatThrownBy(() -> create("none", "a letter")).hasMessageContaining("CERTIFICATE REQUEST");
    }

    @Test
    void whoMayChangeARequestMayNotApproveForEverySigner() {
        administrator.raw("/apis/rbac.authorization.k8s.io/v1/clusterroles", "POST", """
            {"kind": "ClusterRole", "metadata": {"name": "approver"}, "rules": [{"apiGroups": ["certificates.k8s.io"],
             "resources": ["certificatesigningrequests", "certificatesigningrequests/approval"],
             "verbs": ["get", "update"]}]}
            """);
        administrator.raw("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "POST", """
            {"kind": "ClusterRoleBinding", "metadata": {"name": "approvers"},
             "roleRef": {"kind": "ClusterRole", "name": "approver"}, "subjects": [{"kind": "User", "name": "eve"}]}
            """);
        create("refused", JANE);

        try (KubernetesClient eve = cluster.client(new Actor.User("eve", List.of()))) {
            assertThatThrownBy(() -> approve(eve, "refused"))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("user not permitted to approve requests with signerName"
                            + " \"kubernetes.io/kube-apiserver-client\"");
        }
        assertThat(administrator.raw(REQUESTS + "/refused")).doesNotContain("\"certificate\"");
    }

    @Test
    void credentialsOfAnUnknownKindAreThoseOfNobody() {
        assertThat(version(config -> {
                    config.setUsername("somebody");
                    config.setPassword("password");
                }))
                .contains("gitVersion");
        assertThatThrownBy(() -> version(config -> config.setOauthToken("wrong")))
                .hasMessageContaining("401");
    }

    private String create(String name, String request) {
        String encoded = Base64.getEncoder().encodeToString(request.getBytes(US_ASCII));
        return administrator.raw(REQUESTS, "POST", """
            {"kind": "CertificateSigningRequest", "metadata": {"name": "%s"}, "spec": {"request": "%s",
             "signerName": "kubernetes.io/kube-apiserver-client", "usages": ["client auth"]}}
            """.formatted(name, encoded));
    }

    private static String approve(KubernetesClient client, String name) {
        return client.raw(REQUESTS + "/" + name + "/approval", "PUT", """
            {"kind": "CertificateSigningRequest", "metadata": {"name": "%s"},
             "status": {"conditions": [{"type": "Approved", "status": "True"}]}}
            """.formatted(name));
    }

    private static String field(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(json);
        assertThat(matcher.find()).as("%s in %s", key, json).isTrue();
        return matcher.group(1);
    }

    private String whoAmI(Consumer<Config> credentials) {
        try (KubernetesClient client = client(credentials)) {
            return client.raw(WHO_AM_I, "POST", "{\"kind\": \"SelfSubjectReview\"}");
        }
    }

    private String version(Consumer<Config> credentials) {
        try (KubernetesClient client = client(credentials)) {
            return client.raw("/version");
        }
    }

    private KubernetesClient client(Consumer<Config> credentials) {
        Config config = Config.empty();
        config.setMasterUrl(cluster.url());
        config.setTrustCerts(true);
        config.setConnectionTimeout(60_000); // the first handshake takes long on a busy machine
        config.setRequestTimeout(60_000);
        credentials.accept(config);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
