mod model_protocol;
mod model_requests;
mod model_socket;
mod rehearsal;
mod rehearsal_faults;
mod rehearsal_scenarios;
mod scripted_server;
mod setup;
