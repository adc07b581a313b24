// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Names the objects for which a real cluster would do something that the simulated one does not. */
final class IdleObjects {
    private final ResourceStore store;
    private final List<String> notes = new ArrayList<>();

    private IdleObjects(ResourceStore store) {
        this.store = store;
    }

    /** A sentence for each such object. */
    public static List<String> of(ResourceStore store) {
        IdleObjects idle = new IdleObjects(store);
        idle.workloads(ApiResources.apps("deployments"), ApiResources.apps("replicasets"));
        for (ApiResource resource : List.of(
                ApiResources.apps("replicasets"),
                ApiResources.apps("statefulsets"),
                ApiResources.apps("daemonsets"),
                ApiResources.core("replicationcontrollers"),
                ApiResources.existing("batch", "jobs"))) {
            idle.workloads(resource, ApiResources.core("pods"));
        }
        for (ObjectNode job : store.list(ApiResources.existing("batch", "cronjobs"), "")) {
            if (!job.at("/spec/suspend").asBoolean(false)
                    && job.path("spec").has("jobTemplate")
                    && store.controlled(ApiResources.existing("batch", "jobs"), job)
                            .isEmpty()) {
                idle.note("CronJob", job, "no job of it runs");
            }
        }
        return idle.notes;
    }

    /** Names workloads that have a template, and fewer dependents than they ask for. */
    private void workloads(ApiResource resource, ApiResource dependents) {
        for (ObjectNode workload : store.list(resource, "")) {
            JsonNode spec = workload.path("spec");
            long there = store.controlled(dependents, workload).size();
            boolean ofDeployment = dependents.plural().equals("replicasets");
            long wanted = ofDeployment ? Math.min(1, replicas(spec)) : replicas(spec);
            if (spec.path("template").has("spec") && there < wanted) {
                String things = ofDeployment ? "no replica set" : there + " of " + wanted + " pods";
                note(resource.kind(), workload, "it has " + things + ", and nothing makes more");
            }
        }
    }

    private static long replicas(JsonNode spec) {
        return spec.path("replicas").asLong(spec.path("parallelism").asLong(1));
    }

    private void note(String kind, ObjectNode object, String what) {
        JsonNode metadata = object.path("metadata");
        notes.add(kind + " " + metadata.path("namespace").asString("") + "/"
                + metadata.path("name").asString("") + " does nothing in the simulated cluster: " + what);
    }
}
