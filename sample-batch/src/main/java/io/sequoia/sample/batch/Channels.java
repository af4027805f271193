package io.sequoia.sample.batch;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.amqp.support.converter.MessageConverter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.integration.amqp.dsl.Amqp;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannels;
import org.springframework.messaging.MessageChannel;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The way of a partition from the manager to a worker: a thread of the same process, or a
 * queue of RabbitMQ.
 */
@Configuration(proxyBeanMethods = false)
class Channels {

	private static final String QUEUE = "catalogue.partitions";

	@Configuration(proxyBeanMethods = false)
	@Profile("all")
	static class OneProcess {

		@Bean
		ThreadPoolTaskExecutor workers(SampleProperties sample) {
			ThreadPoolTaskExecutor workers = new ThreadPoolTaskExecutor();
			workers.setCorePoolSize(sample.concurrency());
			workers.setThreadNamePrefix("worker-");
			workers.setTaskDecorator(new ContextPropagatingTaskDecorator()); // the trace
			return workers;
		}

		@Bean
		MessageChannel partitions(ThreadPoolTaskExecutor workers) {
			return MessageChannels.executor(workers).getObject();
		}

		@Bean
		IntegrationFlow work(MessageChannel partitions, PartitionWorker worker) {
			return IntegrationFlow.from(partitions).handle(worker, "work").get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Profile("spread")
	static class ManyProcesses {

		@Bean
		Queue queue() {
			return new Queue(QUEUE); // durable
		}

		@Bean
		MessageConverter json() {
			return new JacksonJsonMessageConverter("org.springframework.batch.integration.partition");
		}

		@Bean
		MessageChannel partitions() {
			return MessageChannels.direct().getObject();
		}

		@Bean
		@Profile("manager")
		IntegrationFlow send(MessageChannel partitions, RabbitTemplate rabbit) {
			// the queue has the message when the call returns
			rabbit.setChannelTransacted(true);
			return IntegrationFlow.from(partitions).handle(Amqp.outboundAdapter(rabbit).routingKey(QUEUE)).get();
		}

		/**
		 * Take one partition after another. A message is acknowledged when its partition
		 * has ended, so that the partition of a worker that died goes back to the queue.
		 */
		@Bean
		@Profile("worker")
		IntegrationFlow receive(SimpleMessageListenerContainer messages, MessageConverter json,
				PartitionWorker worker) {
			return IntegrationFlow.from(Amqp.inboundAdapter(messages).messageConverter(json))
				.handle(worker, "work")
				.get();
		}

		@Bean
		@Profile("worker")
		SimpleMessageListenerContainer messages(ConnectionFactory broker, SampleProperties sample) {
			SimpleMessageListenerContainer messages = new SimpleMessageListenerContainer(broker);
			messages.setQueueNames(QUEUE);
			messages.setPrefetchCount(1);
			messages.setConcurrentConsumers(sample.concurrency());
			messages.setShutdownTimeout(sample.shutdownTimeout().toMillis());
			messages.setObservationEnabled(true); // goes on with the trace of the job
			return messages;
		}

	}

}
