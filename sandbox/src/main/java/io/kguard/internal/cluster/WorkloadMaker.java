// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes what belongs to a workload that somebody creates through the API server: the ReplicaSet of a Deployment, the Job of a CronJob, and
 * pods. Each controller asks the API server for it, so that audit events show it, as in a real cluster. A workload that is there before
 * the steps has the pods that the scenario gives it.
 *
 * <p>Source: Kubernetes, "Workload Management".
 */
final class WorkloadMaker {
    private static final int MAX_PODS = 50;

    private static final ApiResource PODS = ApiResources.core("pods");
    private static final ApiResource NODES = ApiResources.core("nodes");
    private static final ApiResource REPLICA_SETS = ApiResources.apps("replicasets");
    private static final ApiResource JOBS = ApiResources.existing("batch", "jobs");

    private final ResourceStore store;
    private final ControllerTasks tasks;
    private final ControllerRequests requests;
    private final AtomicInteger pods = new AtomicInteger();

    public WorkloadMaker(ResourceStore store, ControllerTasks tasks, ControllerRequests requests) {
        this.store = store;
        this.tasks = tasks;
        this.requests = requests;
    }

    /** Makes, later, what belongs to an object that a request created. */
    public void created(ApiResource resource, ObjectNode object) {
        tasks.later(() -> make(resource, object));
    }

    private void make(ApiResource resource, ObjectNode object) {
        JsonNode spec = object.path("spec");
        switch (resource.kind()) {
            case "Deployment" -> makeReplicaSet(object);
            case "ReplicaSet" ->
                makePods("replicaset-controller", object, spec.path("replicas").asInt(1));
            case "Job" -> makePods("job-controller", object, parallel(spec));
            case "StatefulSet" -> makeNumberedPods(object, spec.path("replicas").asInt(1));
            case "DaemonSet" -> makePodOnEachNode(object);
            case "CronJob" -> makeJob(object);
            default -> {
                // nothing belongs to it
            }
        }
    }

    /** A job runs no more pods at once than must succeed. */
    private static int parallel(JsonNode spec) {
        if (spec.path("suspend").asBoolean(false)) {
            return 0;
        }
        int parallelism = spec.path("parallelism").asInt(1);
        return Math.min(parallelism, spec.path("completions").asInt(parallelism));
    }

    private void makeReplicaSet(ObjectNode deployment) {
        if (deployment.at("/spec/paused").asBoolean(false)) {
            return;
        }
        JsonNode template = deployment.at("/spec/template");
        String hash = Sha256.of(template.toString().getBytes(UTF_8)).substring(0, 10);
        ObjectNode set = Dependent.of(deployment, REPLICA_SETS, template.path("metadata"));
        ((ObjectNode) set.path("metadata"))
                .put("name", ApiObject.name(deployment) + "-" + hash)
                .withObject("labels")
                .put("pod-template-hash", hash);
        ObjectNode spec = set.putObject("spec");
        spec.put("replicas", deployment.at("/spec/replicas").asInt(1));
        spec.set("selector", deployment.at("/spec/selector").deepCopy());
        spec.withObject("selector").withObject("matchLabels").put("pod-template-hash", hash);
        spec.set("template", template.deepCopy());
        spec.withObject("template").withObject("metadata").withObject("labels").put("pod-template-hash", hash);
        ObjectNode created =
                requests.create("deployment-controller", REPLICA_SETS, ApiObject.namespace(deployment), set);
        if (created != null) {
            make(REPLICA_SETS, created);
        }
    }

    /** A real cluster waits for the time of the schedule. Here it has come. */
    private void makeJob(ObjectNode cronJob) {
        JsonNode spec = cronJob.path("spec");
        if (spec.path("suspend").asBoolean(false)) {
            return;
        }
        ObjectNode job = Dependent.of(cronJob, JOBS, spec.at("/jobTemplate/metadata"));
        long minute = System.currentTimeMillis() / 60_000;
        ((ObjectNode) job.path("metadata")).put("name", ApiObject.name(cronJob) + "-" + minute);
        job.set("spec", spec.at("/jobTemplate/spec").deepCopy());
        ObjectNode created = requests.create("cronjob-controller", JOBS, ApiObject.namespace(cronJob), job);
        if (created != null) {
            make(JOBS, created);
        }
    }

    private void makePods(String controller, ObjectNode owner, int count) {
        for (int i = 0; i < count; i++) {
            createPod(controller, owner, pod(owner, "generateName", "-"));
        }
    }

    private void makeNumberedPods(ObjectNode set, int count) {
        for (int i = 0; i < count; i++) {
            createPod("statefulset-controller", set, pod(set, "name", "-" + i));
        }
    }

    private void makePodOnEachNode(ObjectNode set) {
        for (ObjectNode node : store.list(NODES, "")) {
            ObjectNode pod = pod(set, "generateName", "-");
            ((ObjectNode) pod.path("spec")).put("nodeName", ApiObject.name(node));
            createPod("daemon-set-controller", set, pod);
        }
    }

    /** A pod whose name, or the beginning of it, is that of its owner and more. */
    private static ObjectNode pod(ObjectNode owner, String key, String more) {
        ObjectNode pod = Dependent.pod(owner);
        ((ObjectNode) pod.path("metadata")).put(key, ApiObject.name(owner) + more);
        return pod;
    }

    private void createPod(String controller, ObjectNode owner, ObjectNode pod) {
        if (pods.incrementAndGet() > MAX_PODS) {
            throw ApiStatus.badRequest("the workloads of one simulation have more than " + MAX_PODS + " pods");
        }
        requests.create(controller, PODS, ApiObject.namespace(owner), pod);
    }
}
