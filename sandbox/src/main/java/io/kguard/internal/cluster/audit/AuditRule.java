// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster.audit;

import io.kguard.internal.cluster.store.RequestInfo;
import java.util.List;
import java.util.Set;

/**
 * A rule of an audit policy. An empty part is met by any request.
 *
 * <p>Source: Kubernetes, "kube-apiserver Audit Configuration (v1)", {@code PolicyRule}.
 *
 * @param line where it begins in its file
 * @param level how much of a request is logged
 * @param users names of users
 * @param userGroups names of groups
 * @param verbs names of verbs
 * @param resources groups of resources
 * @param namespaces names of namespaces; the empty name stands for objects outside namespaces
 * @param nonResourceUrls paths that are not those of resources, in which {@code *} stands for the rest
 * @param omitStages the stages of a request that are not logged
 * @param omitManagedFields whether objects are logged without their managed fields
 */
record AuditRule(
        int line,
        AuditLevel level,
        Set<String> users,
        Set<String> userGroups,
        Set<String> verbs,
        List<Resources> resources,
        Set<String> namespaces,
        List<String> nonResourceUrls,
        Set<String> omitStages,
        boolean omitManagedFields) {
    AuditRule {
        users = Set.copyOf(users);
        userGroups = Set.copyOf(userGroups);
        verbs = Set.copyOf(verbs);
        resources = List.copyOf(resources);
        namespaces = Set.copyOf(namespaces);
        nonResourceUrls = List.copyOf(nonResourceUrls);
        omitStages = Set.copyOf(omitStages);
    }

    /**
     * Resources of an API group.
     *
     * @param group its name; empty for the core group
     * @param names such as {@code pods}, {@code pods/log}, {@code pods/*} and <code>*&#47;scale</code>; empty for all of the group
     * @param objects names of objects; empty for all
     */
    record Resources(String group, List<String> names, Set<String> objects) {
        Resources {
            names = List.copyOf(names);
            objects = Set.copyOf(objects);
        }

        private boolean match(AuditedRequest request) {
            RequestInfo info = request.info();
            if (!group.equals(info.group())) {
                return false;
            }
            return names.isEmpty()
                    || (objects.isEmpty() || objects.contains(info.name()))
                            && names.stream().anyMatch(name -> names(name, request));
        }

        private static boolean names(String name, AuditedRequest request) {
            String resource = request.resource();
            String subresource = request.info().subresource();
            if (name.equals("*") || name.equals(subresource.isEmpty() ? resource : resource + "/" + subresource)) {
                return true;
            }
            return !subresource.isEmpty() && name.equals("*/" + subresource) || name.equals(resource + "/*");
        }
    }

    boolean matches(AuditedRequest request) {
        if (!users.isEmpty() && !users.contains(request.user().username())
                || !userGroups.isEmpty() && request.user().groups().stream().noneMatch(userGroups::contains)
                || !verbs.isEmpty() && !verbs.contains(request.info().verb())) {
            return false;
        }
        boolean ofResources = !namespaces.isEmpty() || !resources.isEmpty();
        if (ofResources && request.info().isResourceRequest()) {
            return (namespaces.isEmpty() || namespaces.contains(request.info().namespace()))
                    && (resources.isEmpty() || resources.stream().anyMatch(each -> each.match(request)));
        }
        if (!nonResourceUrls.isEmpty() && !request.info().isResourceRequest()) {
            return nonResourceUrls.stream()
                    .anyMatch(url -> isPath(url, request.info().path()));
        }
        return !ofResources && nonResourceUrls.isEmpty();
    }

    private static boolean isPath(String url, String path) {
        return url.endsWith("*") ? path.startsWith(url.substring(0, url.length() - 1)) : url.equals(path);
    }
}
