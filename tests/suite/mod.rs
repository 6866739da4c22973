mod model_protocol;
mod model_real;
mod model_requests;
mod model_socket;
mod scripted_server;
