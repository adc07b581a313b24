// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/** What lists, macros and rules have in common while files are read: a name, and when they were defined and changed. */
abstract class Definition {
    final String name;
    Context context;
    /** The number of its first definition; evaluation follows it. */
    int index;
    /** The number of its latest definition or change: what was defined before that is visible to it. */
    int visibility;

    Definition(String name, Context context) {
        this.name = name;
        this.context = context;
    }
}
