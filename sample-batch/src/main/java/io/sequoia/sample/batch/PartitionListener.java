package io.sequoia.sample.batch;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.MDC;

import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Accompanies each partition that this process runs: log lines and requests bear its
 * name, the job repository says which process ran it, and it ends after the current chunk
 * when the process is stopped (SIGTERM). The manager lets another process complete it.
 */
@Component
class PartitionListener implements StepExecutionListener, SmartLifecycle {

	private final String process = ManagementFactory.getRuntimeMXBean().getName();

	private final Set<StepExecution> running = ConcurrentHashMap.newKeySet();

	private volatile boolean stopping;

	private volatile boolean started;

	@Override
	public void beforeStep(StepExecution partition) {
		String job = partition.getJobExecution().getJobInstance().getJobName() + "-" + partition.getJobExecutionId();
		MDC.put("job", job);
		MDC.put("partition", partition.getStepName());
		MDC.put("correlationId", job + "/" + partition.getStepName());
		this.running.add(partition);
		if (this.stopping) {
			partition.setTerminateOnly();
		}
	}

	@Override
	public ExitStatus afterStep(StepExecution partition) {
		this.running.remove(partition);
		MDC.remove("job");
		MDC.remove("partition");
		MDC.remove("correlationId");
		return partition.getExitStatus().addExitDescription("Run by " + this.process);
	}

	@Override
	public void start() {
		this.stopping = false;
		this.started = true;
	}

	@Override
	public void stop() {
		this.stopping = true;
		this.started = false;
		this.running.forEach(StepExecution::setTerminateOnly);
	}

	@Override
	public boolean isRunning() {
		return this.started;
	}

}
