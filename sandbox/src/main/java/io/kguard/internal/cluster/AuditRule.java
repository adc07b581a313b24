// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.List;
import java.util.Set;

/**
 * A rule of an audit policy. An empty part is met by any request.
 *
 * <p>Source: Kubernetes, "kube-apiserver Audit Configuration (v1)", {@code PolicyRule}.
 *
 * @param line where it begins in its file
 * @param entry how requests are logged that meet it
 * @param who who sends them
 * @param verbs names of verbs
 * @param what what they are about
 */
record AuditRule(int line, AuditLog.Entry entry, Who who, Set<String> verbs, What what) {
    AuditRule {
        verbs = Set.copyOf(verbs);
    }

    /**
     * Senders of requests.
     *
     * @param users their names
     * @param groups groups of which they are in one
     */
    record Who(Set<String> users, Set<String> groups) {
        /** Anybody. */
        static final Who ANYBODY = new Who(Set.of(), Set.of());

        Who {
            users = Set.copyOf(users);
            groups = Set.copyOf(groups);
        }

        private boolean match(UserInfo user) {
            return (users.isEmpty() || users.contains(user.username()))
                    && (groups.isEmpty() || user.groups().stream().anyMatch(groups::contains));
        }
    }

    /**
     * What requests are about: resources, or other paths.
     *
     * @param resources groups of resources
     * @param namespaces names of namespaces; the empty name stands for objects outside namespaces
     * @param nonResourceUrls paths that are not those of resources, in which {@code *} stands for the rest
     */
    record What(List<Resources> resources, Set<String> namespaces, List<String> nonResourceUrls) {
        /** Anything. */
        static final What ANYTHING = new What(List.of(), Set.of(), List.of());

        What {
            resources = List.copyOf(resources);
            namespaces = Set.copyOf(namespaces);
            nonResourceUrls = List.copyOf(nonResourceUrls);
        }

        private boolean match(RequestInfo request) {
            if (!namespaces.isEmpty() || !resources.isEmpty()) {
                return request.isResourceRequest()
                        && (namespaces.isEmpty() || namespaces.contains(request.namespace()))
                        && (resources.isEmpty() || resources.stream().anyMatch(each -> each.match(request)));
            }
            return nonResourceUrls.isEmpty()
                    || !request.isResourceRequest()
                            && nonResourceUrls.stream().anyMatch(url -> isPath(url, request.path()));
        }

        private static boolean isPath(String url, String path) {
            return url.endsWith("*") ? path.startsWith(url.substring(0, url.length() - 1)) : url.equals(path);
        }
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

        private boolean match(RequestInfo request) {
            return group.equals(request.group())
                    && (names.isEmpty()
                            || (objects.isEmpty() || objects.contains(request.name()))
                                    && names.stream().anyMatch(name -> names(name, request)));
        }

        private static boolean names(String name, RequestInfo request) {
            String resource = request.resourceName();
            String subresource = request.subresource();
            if (name.equals("*") || name.equals(subresource.isEmpty() ? resource : resource + "/" + subresource)) {
                return true;
            }
            return !subresource.isEmpty() && name.equals("*/" + subresource) || name.equals(resource + "/*");
        }
    }

    boolean matches(UserInfo user, RequestInfo request) {
        return who.match(user) && (verbs.isEmpty() || verbs.contains(request.verb())) && what.match(request);
    }
}
