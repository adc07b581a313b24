@NullMarked
package io.kguard.rule;

import org.jspecify.annotations.NullMarked;
